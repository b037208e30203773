/** What a browser loads: the page that is opened first, and each route after it, compressed. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { build } from "vite";

const ROOT = join(import.meta.dirname, "..");
const PAGES = ["network", "stake", "compute", "operate", "claim", "burn", "status"];
/** Bytes of the first load, whichever page it is. */
const MOST_FIRST = 180_000;
/** Bytes that another page adds. */
const MOST_ROUTE = 66_000;

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
  dynamicImports?: string[];
}

let folder: string;
let manifest: Record<string, Chunk>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "io-web-size-"));
  const config = { root: ROOT, configFile: join(ROOT, "vite.config.mjs"), logLevel: "warn" } as const;
  await build({ ...config, mode: "production", build: { outDir: folder, emptyOutDir: true } });
  manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files that a chunk brings, with what it imports; charts are loaded with the pages that draw them. */
function filesOf(key: string, seen = new Set<string>()): Set<string> {
  const files = new Set<string>();
  if (seen.has(key)) return files;
  seen.add(key);
  const { file, css = [], imports = [], dynamicImports = [] } = manifest[key]!;
  for (const each of [file, ...css]) files.add(each);
  const drawn = key === "index.html" ? [] : dynamicImports;
  for (const next of [...imports, ...drawn]) {
    if (next === "index.html") continue;
    for (const each of filesOf(next, seen)) files.add(each);
  }
  return files;
}

const sizeOf = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0);

test("the first load and each route are small", () => {
  const shell = filesOf("index.html");
  const base = sizeOf([...shell, "index.html", "config.json"]);
  const rows = PAGES.map((page) => {
    const own = [...filesOf(`src/${page}/page.tsx`)].filter((file) => !shell.has(file));
    const adds = sizeOf(own);
    return { page, adds, first: base + adds };
  });
  const kb = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
  console.log(`frame ${kb(base)}`);
  for (const { page, adds, first } of rows)
    console.log(`${page.padEnd(8)} ${kb(adds).padStart(8)}, opened first ${kb(first)}`);
  for (const { first, adds } of rows) {
    expect(first).toBeLessThan(MOST_FIRST);
    expect(adds).toBeLessThan(MOST_ROUTE);
  }
});
