/** README.md names only what there is. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as sdk from "../src/index.js";

const ROOT = join(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const PACKAGE = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

test("what its example imports", () => {
  const names = /import \{([^}]+)\} from "@io-economy\/sdk"/.exec(README)![1]!.split(",");
  for (const name of names) expect(sdk).toHaveProperty(name.trim());
});

test("every file, function and program of its table", () => {
  const rows = [...README.matchAll(/^\| `(src[^`]+)` \| (.+) \|$/gm)];
  expect(rows.length).toBeGreaterThan(6);
  for (const [, path, text] of rows) {
    expect(existsSync(join(ROOT, path!)), path).toBe(true);
    for (const [, name] of text!.matchAll(/`(\w+)(?:\(\w+\))?`/g)) expect(sdk).toHaveProperty(name!);
  }
});

test("its commands", () => {
  for (const [, script] of README.matchAll(/^npm run (\S+)/gm))
    expect(PACKAGE.scripts).toHaveProperty([script!]);
});
