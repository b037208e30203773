/** The SDK's copies of the rules' constants, against docs/constants.md, which tests hold to the code. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as sdk from "../src/index.js";

/** The values in the tables, by name; a name can have several, in several modules. */
function documented(): Map<string, Set<string>> {
  const page = readFileSync(join(import.meta.dirname, "../../docs/constants.md"), "utf8");
  const values = new Map<string, Set<string>>();
  for (const [, name, value] of page.matchAll(/^\| `(\w+)` \| (-?[\d,]+) \|/gm)) {
    const all = values.get(name as string) ?? new Set<string>();
    values.set(name as string, all.add((value as string).replaceAll(",", "")));
  }
  return values;
}

test("a constant that the rules have by the same name has their value", () => {
  const values = documented();
  const copies = Object.entries(sdk).filter(
    ([name, value]) => values.has(name) && (typeof value === "number" || typeof value === "bigint"),
  );
  expect(copies.length).toBeGreaterThan(8);
  for (const [name, value] of copies) expect([...values.get(name)!], name).toContain(String(value));
});
