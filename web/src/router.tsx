/** Routes in the URL's hash, `#/stake?node=...`: static files need no rewriting of paths. */

import { type AnchorHTMLAttributes, type ReactElement, useSyncExternalStore } from "react";

export interface Route {
  /** Such as `/stake`. */
  path: string;
  query: URLSearchParams;
}

let last: { hash: string; route: Route } | undefined;

/** The route that the URL names. */
export function route(): Route {
  const { hash } = location;
  if (last?.hash !== hash) {
    const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
    last = { hash, route: { path: path || "/network", query: new URLSearchParams(query) } };
  }
  return last.route;
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

/** The route, followed. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, route);
}

/** The hash of a path and what it is asked. */
export function hrefOf(path: string, query: Record<string, string | undefined> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const text = new URLSearchParams(given).toString();
  return `#${path}${text ? `?${text}` : ""}`;
}

/** Goes to a path. */
export function go(path: string, query: Record<string, string | undefined> = {}): void {
  location.hash = hrefOf(path, query);
}

/** A link within the page. */
export function Link({
  to,
  query,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & {
  to: string;
  query?: Record<string, string | undefined>;
}): ReactElement {
  return <a href={hrefOf(to, query)} {...rest} />;
}
