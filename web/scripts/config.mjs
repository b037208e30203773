/** The config file beside the page: what it may say, and the policy that follows from it. */

import { readFileSync } from "node:fs";

/** Reads and checks a config file. */
export function readConfig(path) {
  return check(JSON.parse(readFileSync(path, "utf8")), path);
}

/** Refuses a config that the page would refuse, while somebody is there to mend it. */
export function check(config, path = "config.json") {
  const wrong = (what) => new Error(`${path}: ${what}`);
  const { cluster, index, explorer, airdrops = [] } = config;
  if (!cluster || typeof cluster !== "object") throw wrong("cluster is missing");
  for (const key of ["name", "rpc"])
    if (typeof cluster[key] !== "string" || !cluster[key]) throw wrong(`cluster.${key} is missing`);
  const isLocal = cluster.name === "localnet";
  if (!(isLocal && cluster.genesis === null) && !/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(cluster.genesis))
    throw wrong("cluster.genesis is no genesis hash in base58; only a localnet may have null");
  const chains = ["mainnet", "devnet", "testnet", "localnet"];
  if (!chains.includes(cluster.name)) throw wrong(`cluster.name is none of ${chains.join(", ")}`);
  url(cluster.rpc, ["http:", "https:"], "cluster.rpc");
  if (cluster.ws != null) url(cluster.ws, ["ws:", "wss:"], "cluster.ws");
  if (index != null) url(index, ["http:", "https:"], "index");
  if (explorer != null) url(explorer.replace(/\{\w+\}/g, "x"), ["http:", "https:"], "explorer");
  if (!Array.isArray(airdrops)) throw wrong("airdrops is no list");
  for (const each of airdrops)
    if (!each.startsWith("./")) url(each, ["http:", "https:"], "an entry of airdrops");
  return config;

  function url(text, schemes, what) {
    let found;
    try {
      found = new URL(text);
    } catch {
      throw wrong(`${what} is no URL: ${text}`);
    }
    if (!schemes.includes(found.protocol)) throw wrong(`${what} must start with ${schemes.join(" or ")}`);
  }
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
