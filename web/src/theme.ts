/** Light or dark: as the system has it, or as the reader has chosen here. */

import { useCallback, useState } from "react";

export type Theme = "light" | "dark";
const KEY = "io.theme";

/** What the reader has chosen; undefined follows the system. */
function chosen(): Theme | undefined {
  try {
    const found = localStorage.getItem(KEY);
    return found === "light" || found === "dark" ? found : undefined;
  } catch {
    return undefined;
  }
}

function ofSystem(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Puts the choice on the document; before anything is drawn, so that nothing flashes. */
export function applyTheme(theme: Theme | undefined = chosen()): void {
  const { dataset } = document.documentElement;
  if (theme) dataset["theme"] = theme;
  else delete dataset["theme"];
  dispatchEvent(new Event("io:theme"));
}

/** The theme in force, and what changes it. */
export function useTheme(): { theme: Theme; toggle: () => void } {
  const [theme, setTheme] = useState<Theme>(() => chosen() ?? ofSystem());
  const toggle = useCallback(() => {
    const next = theme === "dark" ? "light" : "dark";
    // What is the system's is not stored: the page follows it again.
    const stored = next === ofSystem() ? undefined : next;
    try {
      if (stored) localStorage.setItem(KEY, stored);
      else localStorage.removeItem(KEY);
    } catch {
      // A browser that stores nothing keeps it until the page is left.
    }
    applyTheme(stored);
    setTheme(next);
  }, [theme]);
  return { theme, toggle };
}
