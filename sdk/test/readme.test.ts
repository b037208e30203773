/** README.md names only what there is. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import * as sdk from "../src/index.js";

const ROOT = join(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const PACKAGE = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

test("what its example imports", () => {
  const names = /import \{([^}]+)\} from "@io-economy\/sdk"/.exec(README)![1]!.split(",");
  for (const name of names.map((name) => name.trim()).filter(Boolean)) expect(sdk).toHaveProperty(name);
});

test("its example compiles", () => {
  const [, code] = /```ts\n([^]+?)```/.exec(README)!;
  const file = join(import.meta.dirname, "readme.example.ts");
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(file, code!, options.target!, true) : read(name, ...rest);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file)!;
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))).toEqual([]);
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
