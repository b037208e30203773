/** The config file beside the page: what it may say, and the policy that follows from it. */

import { readFileSync } from "node:fs";
import { check } from "./check.mjs";

export { check };

/** Reads and checks a config file. */
export function readConfig(path) {
  return check(JSON.parse(readFileSync(path, "utf8")), path);
}

/**
 * The content security policy: this host's own files, and the hosts that the config names.
 *
 * @param {any} config
 */
export function policy(config) {
  const { cluster, index, airdrops = [] } = config;
  const others = airdrops.filter((each) => !each.startsWith("./"));
  const named = [cluster.rpc, cluster.ws, index, ...others];
  const hosts = [...new Set(named.filter(Boolean).map((each) => new URL(each).origin))];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Wallets bring their icons as data.
    "img-src 'self' data:",
    `connect-src ${["'self'", ...hosts].join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}

/**
 * The headers that a host should send; a policy in the page itself cannot forbid frames.
 *
 * @param {any} config
 */
export function headers(config) {
  return {
    "content-security-policy": `${policy(config)}; frame-ancestors 'none'`,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin-allow-popups",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
  };
}

const META = /<meta http-equiv="Content-Security-Policy" content="[^"]*" \/>/;

/** The page with a policy, in place of the one that it has. */
export function withPolicy(html, text) {
  if (!META.test(html)) throw new Error("index.html has no place for the policy");
  return html.replace(META, `<meta http-equiv="Content-Security-Policy" content="${text}" />`);
}
