/** Writes dist/esm and dist/cjs: the same modules for `import` and for `require`, each with its types. */

import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package: `react` for the hooks, which are built on the SDK's own dist. */
const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", process.argv[2] ?? ".");
const OUT = join(ROOT, "dist");
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

rmSync(OUT, { recursive: true, force: true });
for (const [folder, project] of /** @type {const} */ ([
  ["esm", "tsconfig.build.json"],
  ["cjs", "tsconfig.cjs.json"],
])) {
  const out = join(OUT, folder);
  execFileSync(process.execPath, [tsc, "-p", join(ROOT, project), "--outDir", out], { stdio: "inherit" });
  const type = folder === "esm" ? "module" : "commonjs";
  writeFileSync(join(out, "package.json"), `${JSON.stringify({ type, sideEffects: false })}\n`);
}
