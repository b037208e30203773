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
