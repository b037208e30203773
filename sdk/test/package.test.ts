/**
 * The packages as they are published, installed in a fresh project: Node loads them both ways,
 * TypeScript finds their types by every resolution, and a page takes along only what it imports.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { compile, Packed, ROOT, run, worksBesideKit } from "./packed.js";

const MINUTE = 60_000;

const RESOLUTIONS = [
  ["bundler", "esnext"],
  ["node16", "node16"],
  ["nodenext", "nodenext"],
  ["node10", "commonjs"],
] as const;

let packed: Packed;
let [sdk, hooks, fresh] = ["", "", ""];
beforeAll(() => {
  vi.stubEnv("NODE_ENV", "production");
  packed = new Packed();
  ({ sdk } = packed);
  hooks = packed.hooks();
  const react = ["react@19.3.1", "@types/react@19.3.3"];
  fresh = packed.project("fresh", [sdk, hooks, "@solana/kit@8.4.0", ...react]);
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

/** README.md says a size within a twentieth. */
function isAbout(bytes: number, said: number) {
  expect(Math.abs(bytes / said - 1), `${bytes} bytes, and README.md says ${said}`).toBeLessThan(0.05);
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
  const README = readFileSync(join(ROOT, "README.md"), "utf8");
  /** What README.md says of a bundle, in bytes. */
  const said = (name: string) => {
    const [, size] = /^## Size\n([^]+?)\n## /m.exec(README)![1]!.match(`${name}[^\\d]*?([\\d.]+)\\s+kB`)!;
    return Number(size) * 1_000;
  };

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
      if (name !== "cumulative") isAbout(code.length, said(`\`${name}\``));
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
      isAbout(code.length, said("with `explain` and `sender`:"));
    },
    MINUTE,
  );
});

test(
  "TypeScript finds the types by every resolution; test/kits.test.ts has earlier kits",
  () => worksBesideKit(fresh, RESOLUTIONS),
  3 * MINUTE,
);

describe("@io-economy/react", () => {
  const code = `import { IoProvider, useSend, useStaking, useWallet } from "@io-economy/react";
import type { StandardWallet } from "@io-economy/sdk";
import type { Address } from "@solana/kit";
export function run(node: Address, wallet: StandardWallet): string {
  const { signer } = useWallet(wallet, "solana:mainnet");
  const { status } = useSend(signer);
  return useStaking(node, signer?.address).status + status + String(IoProvider);
}
`;

  test("Node loads it both ways, and it is the SDK that the page has", () => {
    const same = "console.log(typeof hooks.useSend, sdk.isIoError(new sdk.IoError('wallet', 'x')));";
    const esm = `import * as hooks from "@io-economy/react"; import * as sdk from "@io-economy/sdk"; ${same}`;
    const cjs = `const [hooks, sdk] = [require("@io-economy/react"), require("@io-economy/sdk")]; ${same}`;
    expect(run("node", ["--input-type=module", "--eval", esm], fresh)).toBe("function true\n");
    expect(run("node", ["--input-type=commonjs", "--eval", cjs], fresh)).toBe("function true\n");
    const listed = run("npm", ["ls", "@io-economy/sdk", "--parseable", "--all"], fresh);
    expect(listed.trim().split("\n")).toHaveLength(1);
  });

  test.each(RESOLUTIONS)("TypeScript finds the types by %s", (moduleResolution, module) => {
    compile(fresh, code, moduleResolution, module);
  });

  test("a licence and the types are in the package, and nothing else than it needs", () => {
    const installed = join(fresh, "node_modules/@io-economy/react");
    expect(readdirSync(installed).sort()).toEqual(["LICENSE", "README.md", "dist", "package.json"]);
    const { dependencies, peerDependencies } = JSON.parse(
      readFileSync(join(installed, "package.json"), "utf8"),
    );
    expect(dependencies).toBeUndefined();
    expect(Object.keys(peerDependencies).sort()).toEqual(["@io-economy/sdk", "@solana/kit", "react"]);
  });
});

test.each(["SDK", "hooks"])(
  "publint and attw find nothing: %s",
  (which) => {
    const tarball = which === "SDK" ? sdk : hooks;
    const bin = (name: string) => join(ROOT, "node_modules/.bin", name);
    expect(run(bin("publint"), ["run", "--strict", tarball], ROOT)).toContain("All good!");
    const found = run(bin("attw"), [tarball, "--format", "ascii", "--no-color"], ROOT);
    expect(found).toContain("No problems found");
  },
  3 * MINUTE,
);
