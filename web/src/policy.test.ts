/** The config beside the page, and the policy that follows from it. */

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { execFileSync, spawn } from "node:child_process";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { check, headers, policy, withPolicy } from "../scripts/config.mjs";

const ROOT = join(import.meta.dirname, "..");
const good = () => ({
  cluster: {
    name: "mainnet",
    rpc: "https://rpc.example.org/key",
    ws: "wss://rpc.example.org",
    genesis: "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d",
  },
  index: "https://index.example.org",
  explorer: "https://explorer.example.org/{kind}/{id}",
  airdrops: ["./season-1/", "https://files.example.org/season-2/"],
});

test("nothing but this host and those that the config names is reached", () => {
  const text = policy(good());
  expect(text).toContain("default-src 'none'");
  expect(text).toContain(
    "connect-src 'self' https://rpc.example.org wss://rpc.example.org https://index.example.org " +
      "https://files.example.org;",
  );
  expect(text).not.toMatch(/unsafe|\*|http:/);
  expect(headers(good())["content-security-policy"]).toContain("frame-ancestors 'none'");
});

test("the page has one place for the policy, and no script or style of its own in the text", () => {
  const html = readFileSync(join(ROOT, "index.html"), "utf8");
  expect(withPolicy(html, "x")).toContain('content="x"');
  expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
  expect(() => withPolicy("<html></html>", "x")).toThrow("no place");
});

test.each([
  [{ cluster: undefined }, "cluster is missing"],
  [{ cluster: { ...good().cluster, rpc: "ftp://x" } }, "cluster.rpc must start with"],
  [{ cluster: { ...good().cluster, rpc: "not a url" } }, "cluster.rpc is no URL"],
  [{ cluster: { ...good().cluster, name: "main" } }, "cluster.name is none of"],
  [{ cluster: { ...good().cluster, genesis: null } }, "only a localnet may have null"],
  [{ cluster: { ...good().cluster, ws: "https://x.org" } }, "cluster.ws must start with"],
  [{ index: "index" }, "index is no URL"],
  [{ explorer: "javascript:alert(1)" }, "explorer must start with"],
  [{ airdrops: ["javascript:1"] }, "an entry of airdrops must start with"],
])("a config that is wrong is refused: %o", (wrong, message) => {
  expect(() => check({ ...good(), ...wrong })).toThrow(message);
});

test("built files get another config, and tell the headers", () => {
  const folder = mkdtempSync(join(tmpdir(), "io-web-"));
  const config = join(folder, "other.json");
  writeFileSync(config, JSON.stringify(good()));
  writeFileSync(join(folder, "index.html"), readFileSync(join(ROOT, "index.html")));
  const said = execFileSync("node", [join(ROOT, "scripts/configure.mjs"), config, folder], {
    encoding: "utf8",
  });
  expect(said).toContain("referrer-policy: no-referrer");
  expect(readFileSync(join(folder, "index.html"), "utf8")).toContain("https://rpc.example.org");
  expect(JSON.parse(readFileSync(join(folder, "config.json"), "utf8"))).toEqual(good());
});

test("the server of built files outlives what is asked of it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "io-web-"));
  writeFileSync(join(folder, "config.json"), JSON.stringify(good()));
  writeFileSync(join(folder, "index.html"), "the page");
  const server = spawn("node", [join(ROOT, "scripts/serve.mjs"), "0", folder]);
  try {
    const url = await new Promise<string>((resolve) =>
      server.stdout.once("data", (data: Buffer) => resolve(String(data).trim())),
    );
    const { port } = new URL(url);
    // As it is written: `fetch` would tidy the path up.
    const status = (path: string) =>
      new Promise<number | undefined>((resolve, reject) =>
        get({ host: "127.0.0.1", port, path }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).on("error", reject),
      );
    for (const path of ["/%", "//", "/../../etc/passwd", "/%2e%2e%2f%2e%2e%2fetc/passwd", "/no.js"])
      expect([path, await status(path)]).toEqual([path, 404]);
    expect(await status("/")).toBe(200);
  } finally {
    server.kill();
  }
});
