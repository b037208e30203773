/** The packages as they are published, built apart so that tests which need them do not meet. */

import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export const ROOT = join(import.meta.dirname, "..");
/** What the packages are built from. */
const SOURCES = [
  "LICENSE",
  "README.md",
  "package.json",
  "react",
  "scripts",
  "src",
  "tsconfig.build.json",
  "tsconfig.cjs.json",
  "tsconfig.json",
];

/** Runs a command to its end; returns what it says. */
export function run(command: string, args: string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The same without holding up what the test itself serves. */
export async function runBeside(command: string, args: string[], cwd: string): Promise<string> {
  return (await promisify(execFile)(command, args, { cwd, encoding: "utf8" })).stdout;
}

/** Compiles a module in a project; a fault fails the test. */
export function compile(folder: string, code: string, moduleResolution: string, module: string) {
  writeFileSync(join(folder, "use.ts"), code);
  const options = { module, moduleResolution, target: "es2022", strict: true, noEmit: true };
  const compilerOptions = {
    ...options,
    skipLibCheck: true,
    types: [],
    lib: ["es2022", "dom", "dom.asynciterable"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
  run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"], folder);
}

/** A module that uses the SDK beside kit. */
const USE = `import { createSolanaRpc, createSolanaRpcSubscriptions } from "@solana/kit";
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

/** The SDK works beside the kit of a project: there is one, every name is in it, and types agree. */
export function worksBesideKit(folder: string, resolutions: readonly (readonly [string, string])[]) {
  // One kit alone: the SDK brings none of its own.
  const kits = run("npm", ["ls", "@solana/kit", "--parseable", "--all"], folder).trim().split("\n");
  if (kits.length !== 1) throw new Error(`there are ${kits.length} kits: ${kits}`);
  run("node", ["--input-type=module", "--eval", 'import "@io-economy/sdk";'], folder);
  for (const [moduleResolution, module] of resolutions) compile(folder, USE, moduleResolution, module);
}

/** A folder with the packed packages, and projects that install them. */
export class Packed {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "io-sdk-")));
  /** The tarball of the SDK. */
  readonly sdk: string;

  constructor() {
    const build = join(this.folder, "build");
    for (const name of SOURCES) cpSync(join(ROOT, name), join(build, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(build, "node_modules"));
    run("npm", ["run", "build"], build);
    this.sdk = this.pack(build);
  }

  /** The tarball of the hooks. */
  hooks(): string {
    const folder = join(this.folder, "build/react");
    run("npm", ["run", "build"], folder);
    return this.pack(folder);
  }

  /** A project with packages installed, each once; `files` are copied into it before. */
  project(name: string, packages: string[], files?: string): string {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true });
    if (files) cpSync(files, folder, { recursive: true });
    else writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], folder);
    return folder;
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private pack(folder: string): string {
    const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", this.folder];
    const [{ filename }] = JSON.parse(run("npm", args, folder)) as [{ filename: string }];
    return join(this.folder, filename);
  }
}
