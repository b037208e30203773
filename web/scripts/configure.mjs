/**
 * Gives built files another cluster and index: puts the config beside the page, and its hosts into
 * the page's policy. `node scripts/configure.mjs CONFIG [FOLDER]`; prints the headers to serve with.
 */

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { headers, policy, readConfig, withPolicy } from "./config.mjs";

const [file, folder = join(import.meta.dirname, "..", "dist")] = process.argv.slice(2);
if (!file) throw new Error("Name the config file: node scripts/configure.mjs CONFIG [FOLDER]");
const config = readConfig(file);
const page = join(folder, "index.html");
writeFileSync(page, withPolicy(readFileSync(page, "utf8"), policy(config)));
copyFileSync(file, join(folder, "config.json"));
for (const [name, value] of Object.entries(headers(config))) console.log(`${name}: ${value}`);
