/** What the config file beside the page may say. */

/**
 * Refuses a config that is wrong: here while somebody is there to mend it, and in the page again.
 *
 * @param {any} config
 * @returns {any}
 */
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
  if (explorer != null) url(String(explorer).replace(/\{\w+\}/g, "x"), ["http:", "https:"], "explorer");
  if (!Array.isArray(airdrops)) throw wrong("airdrops is no list");
  for (const each of airdrops)
    if (!String(each).startsWith("./")) url(each, ["http:", "https:"], "an entry of airdrops");
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
