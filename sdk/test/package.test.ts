/**
 * The package as it is published, installed in fresh projects: Node loads it both ways, TypeScript
 * finds its types by every resolution, and a page takes along only what it imports.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Packed, ROOT, run } from "./packed.js";

const MINUTE = 60_000;

let packed: Packed;
let [sdk, fresh] = ["", ""];
beforeAll(() => {
  vi.stubEnv("NODE_ENV", "production");
  packed = new Packed();
  ({ sdk } = packed);
  fresh = packed.project("fresh", [sdk, "@solana/kit@8.4.0"]);
}, 5 * MINUTE);
afterAll(() => packed.remove());

/** The minified bundle of a page that runs `code` in a project. */
async function bundle(code: string): Promise<string> {
  const input = join(fresh, "page.js");
  writeFileSync(input, code);
  const built = await build({
    root: fresh,
    configFile: false,
    logLevel: "silent",
    build: { write: false, rolldownOptions: { input } },
  });
  return (built as Rolldown.RolldownOutput).output
    .map((chunk) => ("code" in chunk ? chunk.code : ""))
    .join("");
}

describe("Node loads it", () => {
  const code = "console.log(sdk.formatIo(1n), sdk.ioStaking.PoolKind.Cpu);";
  const out = "0.00000001 1\n";

  test("by import", () => {
    expect(
      run(
        "node",
        ["--input-type=module", "--eval", `import * as sdk from "@io-economy/sdk"; ${code}`],
        fresh,
      ),
    ).toBe(out);
  });

  test("by require", () => {
    expect(
      run(
        "node",
        ["--input-type=commonjs", "--eval", `const sdk = require("@io-economy/sdk"); ${code}`],
        fresh,
      ),
    ).toBe(out);
  });

  test("by a dynamic import in CommonJS", () => {
    const dynamic = `import("@io-economy/sdk").then((sdk) => { ${code} });`;
    expect(run("node", ["--input-type=commonjs", "--eval", dynamic], fresh)).toBe(out);
  });

  test("its package.json too", () => {
    const version = 'console.log(require("@io-economy/sdk/package.json").version);';
    expect(run("node", ["--input-type=commonjs", "--eval", version], fresh)).toBe("0.1.0\n");
  });
});

test("nothing asks for Node, and no power of a bigint runs, so that any page can load it", () => {
  const dist = join(fresh, "node_modules/@io-economy/sdk/dist/esm");
  const modules = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".js"),
  );
  expect(modules.length).toBeGreaterThan(100);
  for (const file of modules) {
    const text = readFileSync(join(dist, file), "utf8");
    expect(text).not.toMatch(/\bprocess\.|["']node:|\brequire\(/);
    expect(text.replace(/\/\*[^]*?\*\/|\/\/.*/g, ""), file).not.toMatch(/\w\s*\*\*\s*\w/);
  }
});

test("a licence and the types are in the package, and nothing else than it needs", () => {
  const folder = join(fresh, "node_modules/@io-economy/sdk");
  expect(readFileSync(join(folder, "LICENSE"), "utf8")).toContain("Apache License");
  expect(readdirSync(folder).sort()).toEqual(["LICENSE", "README.md", "dist", "package.json"]);
  expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies).toBeUndefined();
});

describe("a page takes little along", () => {
  test.each([
    ["formatIo", 1_600],
    ["cumulative", 1_500],
    ["stake", 22_000],
    ["explain", 17_000],
    ["eventsOf", 13_000],
  ])(
    "that imports %s",
    async (name, bytes) => {
      const code = await bundle(`import { ${name} } from "@io-economy/sdk"; console.log(${name}(1n));`);
      expect(code.length).toBeLessThan(bytes);
      expect(code).not.toMatch(/["`']node:|process\.env/);
    },
    MINUTE,
  );

  test(
    "that only stakes, with explain and sender: 56 kB minified, 18 kB compressed",
    async () => {
      const names = "explain, fromRpc, lightRpc, parseIo, sender, stake";
      const code = await bundle(`import { ${names} } from "@io-economy/sdk";
        const rpc = lightRpc("http://localhost:8899");
        const read = fromRpc(rpc);
        export async function run(signer, node, amount) {
          try {
            const staking = { signer, node, amount: parseIo(amount) };
            return await sender({ rpc, payer: signer }).send(() => stake(read, staking));
          } catch (error) {
            return explain(error);
          }
        }
        window.run = run;`);
      expect(code.length).toBeLessThan(56_000);
      expect(gzipSync(code).length).toBeLessThan(18_000);
    },
    MINUTE,
  );
});

describe("TypeScript finds the types", () => {
  const code = `import { createSolanaRpc, createSolanaRpcSubscriptions } from "@solana/kit";
import type { KeyPairSigner } from "@solana/kit";
import { explain, fromRpc, listFromRpc, listNodes, type Landed, sender } from "@io-economy/sdk";
import { stake, watchOrder } from "@io-economy/sdk";
export async function run(signer: KeyPairSigner): Promise<Landed | string> {
  const rpc = createSolanaRpc("http://localhost:8899");
  const read = fromRpc(rpc);
  const [first] = await listNodes(listFromRpc(rpc));
  const subscriptions = createSolanaRpcSubscriptions("ws://localhost:8900");
  watchOrder({ read, subscriptions }, signer.address).connect();
  try {
    const staking = { signer, node: first!.address, amount: 1n };
    return await sender({ rpc, payer: signer }).send(() => stake(read, staking));
  } catch (error) {
    return explain(error).message;
  }
}
`;
  const resolutions = [
    ["bundler", "esnext"],
    ["node16", "node16"],
    ["nodenext", "nodenext"],
    ["node10", "commonjs"],
  ] as const;

  test.each(["8.4.0", "8.3.0", "6.10.0", "5.5.1"])(
    "beside kit %s",
    (kit) => {
      const folder = kit === "8.4.0" ? fresh : packed.project(`kit-${kit}`, [sdk, `@solana/kit@${kit}`]);
      // One kit alone: the SDK brings none of its own.
      expect(
        run("npm", ["ls", "@solana/kit", "--parseable", "--all"], folder).trim().split("\n"),
      ).toHaveLength(1);
      // Every name that it imports is there.
      run("node", ["--input-type=module", "--eval", 'import "@io-economy/sdk";'], folder);
      writeFileSync(join(folder, "use.ts"), code);
      const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
      // Every resolution beside one kit, the bundler's beside the others.
      for (const [moduleResolution, module] of kit === "8.4.0" ? resolutions : resolutions.slice(0, 1)) {
        const options = {
          module,
          moduleResolution,
          target: "es2022",
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          types: [],
        };
        const lib = ["es2022", "dom", "dom.asynciterable"];
        writeFileSync(
          join(folder, "tsconfig.json"),
          JSON.stringify({ compilerOptions: { ...options, lib }, files: ["use.ts"] }),
        );
        run(process.execPath, [tsc, "-p", "tsconfig.json"], folder);
      }
    },
    3 * MINUTE,
  );
});

test(
  "publint and attw find nothing",
  () => {
    const bin = (name: string) => join(ROOT, "node_modules/.bin", name);
    expect(run(bin("publint"), ["run", "--strict", sdk], ROOT)).toContain("All good!");
    expect(run(bin("attw"), [sdk, "--format", "ascii", "--no-color"], ROOT)).toContain("No problems found");
  },
  3 * MINUTE,
);
