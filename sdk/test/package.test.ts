/** The package as it is published: Node loads it without a bundler, and a page takes along only what it imports. */

import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const ROOT = join(import.meta.dirname, "..");
/** A project that has installed the package. */
const PROJECT = realpathSync(mkdtempSync(join(tmpdir(), "io-sdk-")));
const PACKAGE = join(PROJECT, "node_modules/@io-economy/sdk");
const MINUTE = 60_000;

beforeAll(() => {
  vi.stubEnv("NODE_ENV", "production");
  mkdirSync(PACKAGE, { recursive: true });
  for (const scope of ["@solana", "@solana-program"]) {
    symlinkSync(join(ROOT, "node_modules", scope), join(PROJECT, "node_modules", scope));
  }
  copyFileSync(join(ROOT, "package.json"), join(PACKAGE, "package.json"));
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const args = [
    "-p",
    join(ROOT, "tsconfig.build.json"),
    "--noCheck",
    "--declaration",
    "false",
    "--outDir",
    join(PACKAGE, "dist"),
  ];
  execFileSync(process.execPath, [tsc, ...args]);
}, 5 * MINUTE);
afterAll(() => rmSync(PROJECT, { recursive: true, force: true }));

/** The minified bundle of a page that runs `code`. */
async function bundle(code: string): Promise<string> {
  const input = join(PROJECT, "page.js");
  writeFileSync(input, code);
  const built = await build({
    root: PROJECT,
    configFile: false,
    logLevel: "silent",
    build: { write: false, rolldownOptions: { input } },
  });
  return (built as Rolldown.RolldownOutput).output.map((chunk) => ("code" in chunk ? chunk.code : "")).join("");
}

test("Node loads it as it is built", () => {
  const code =
    'import { formatIo, ioStaking } from "@io-economy/sdk"; console.log(formatIo(1n), ioStaking.PoolKind.Cpu);';
  const args = ["--input-type=module", "--eval", code];
  expect(execFileSync(process.execPath, args, { cwd: PROJECT, encoding: "utf8" })).toBe("0.00000001 1\n");
});

test("nothing asks for Node, so that a page can load it without a bundler", () => {
  const files = readdirSync(join(PACKAGE, "dist"), { recursive: true, encoding: "utf8" });
  const modules = files.filter((file) => file.endsWith(".js"));
  expect(modules.length).toBeGreaterThan(100);
  for (const file of modules) {
    expect(readFileSync(join(PACKAGE, "dist", file), "utf8")).not.toMatch(/\bprocess\.|["']node:|\brequire\(/);
  }
});

test.each([
  ["formatIo", 1_200],
  ["cumulative", 1_000],
  ["stake", 21_500],
])(
  "a page that imports %s takes little more along",
  async (name, bytes) => {
    const code = await bundle(`import { ${name} } from "@io-economy/sdk"; console.log(${name}(1n));`);
    expect(code.length).toBeLessThan(bytes);
    expect(code).not.toMatch(/["`']node:|process\.env/);
  },
  MINUTE,
);
