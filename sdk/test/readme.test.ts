/** README.md names only what there is. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as hooks from "../react/src/index.js";
import * as sdk from "../src/index.js";
import { faultsOf, ROOT } from "./typescript.js";

const README = readFileSync(join(ROOT, "README.md"), "utf8");
const PACKAGE = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const EXPORTS = { ...hooks, ...sdk };

test("its examples compile", () => {
  const examples = [...README.matchAll(/```(tsx?)\n([^]+?)```/g)];
  expect(examples.length).toBeGreaterThan(2);
  const modules = examples.map(([, kind, code], i) => [`readme.${i}.${kind}`, code!] as const);
  expect(faultsOf(new Map(modules))).toEqual([]);
}, 180_000);

test("every file, function and program of its table", () => {
  const rows = [...README.matchAll(/^\| `(src[^`]+)` \| (.+) \|$/gm)];
  expect(rows.length).toBeGreaterThan(6);
  for (const [, path, text] of rows) {
    expect(existsSync(join(ROOT, path!)), path).toBe(true);
    for (const [, name] of text!.matchAll(/`(\w+)(?:\(\w+\))?`/g)) expect(EXPORTS).toHaveProperty(name!);
  }
});

test("its commands", () => {
  for (const [, script] of README.matchAll(/^npm run (\S+)/gm))
    expect(PACKAGE.scripts).toHaveProperty([script!]);
});
