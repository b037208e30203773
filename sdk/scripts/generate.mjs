/**
 * Writes src/generated from every file in ../idl: by Codama a client for each program, and beside
 * it what Codama leaves out: events, error messages that survive a production bundle, and the
 * addresses of which there is one.
 *
 * With --check nothing is written: it fails if src/generated is not what the IDLs lead to.
 *
 * The renderer is 1.7.1. What 2.2.0 writes does not compile beside kit 8 (its plugins have the types of
 * kit 6) and needs a package that kit 5 lacks; codama 1.11 leaves out the fields of an empty struct, on
 * which it stops.
 */

import { rootNodeFromAnchor } from "@codama/nodes-from-anchor";
import { renderVisitor } from "@codama/renderers-js";
import {
  accountValueNode,
  bottomUpTransformerVisitor,
  createFromRoot,
  definedTypeNode,
  pdaSeedValueNode,
  pdaValueNode,
  publicKeyValueNode,
  setInstructionAccountDefaultValuesVisitor,
} from "codama";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import {
  addressModule,
  errorsModule,
  eventsModule,
  eventsOfAllModule,
  HEADER,
  layoutModule,
  messagesModule,
  namesModule,
  namespace,
} from "./modules.mjs";
import { ACCOUNTS, singletons } from "./singletons.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const IDLS = join(HERE, "../../idl");
const OUT = join(HERE, "../src/generated");
/** @typedef {import("./modules.mjs").Idl} Idl */
/** @typedef {Awaited<ReturnType<typeof singletons>>} Singletons */

const idls = readdirSync(IDLS)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file) => /** @type {Idl} */ (JSON.parse(readFileSync(join(IDLS, file), "utf8"))));

if (process.argv.includes("--check")) {
  await check();
} else {
  await generate(OUT);
}

/** @param {string} out */
async function generate(out) {
  rmSync(out, { recursive: true, force: true });
  const ids = Object.fromEntries(idls.map((idl) => [idl.metadata.name, idl.address]));
  const known = await singletons(/** @type {any} */ (ids));
  for (const idl of idls) await generateProgram(join(out, idl.metadata.name), idl, known);
  const constants = Object.entries(known).map(([name, { address, doc }]) => {
    return `/** ${doc} */\nexport const ${name} = "${address}" as Address;\n`;
  });
  const type = 'import type { Address } from "@solana/kit";\n\n';
  writeFileSync(join(out, "addresses.ts"), HEADER + type + constants.join("\n"));
  writeFileSync(join(out, "errors.ts"), errorsModule(idls));
  writeFileSync(join(out, "events.ts"), eventsOfAllModule(idls));
  writeFileSync(join(out, "names.ts"), namesModule(idls));
  writeFileSync(join(out, "index.ts"), HEADER + idls.map(namespace).join(""));
  for (const file of files(out)) finish(out, file);
  for (const idl of idls) writeFileSync(join(out, idl.metadata.name, "address.ts"), addressModule(idl));
}

/**
 * @param {string} out
 * @param {Idl} idl
 * @param {Singletons} known
 */
async function generateProgram(out, idl, known) {
  const codama = createFromRoot(rootNodeFromAnchor(/** @type {any} */ (idl)));
  const { program } = codama.getRoot();
  const events = (program.events ?? []).map((event) => ({
    name: event.name,
    discriminator: discriminator(event),
  }));
  codama.update(eventsAsTypes());
  codama.update(setInstructionAccountDefaultValuesVisitor(defaults(idl, known)));
  await codama.accept(renderVisitor(out, { syncPackageJson: false }));
  writeFileSync(join(out, "events.ts"), eventsModule(program.name, events));
  writeFileSync(join(out, "messages.ts"), messagesModule(idl));
  writeFileSync(join(out, "layout.ts"), layoutModule(idl));
  const index = readFileSync(join(out, "index.ts"), "utf8");
  writeFileSync(join(out, "index.ts"), `${index}export * from "./events";\nexport * from "./messages";\n`);
}

/** Codama renders no events: each becomes a type, whose codec it does render. */
function eventsAsTypes() {
  return bottomUpTransformerVisitor([
    {
      select: "[programNode]",
      transform: (node) => {
        const program = /** @type {import("codama").ProgramNode} */ (node);
        const types = (program.events ?? []).map((event) =>
          definedTypeNode({ name: `${event.name}Event`, docs: event.docs, type: eventFields(event) }),
        );
        return { ...program, events: [], definedTypes: [...program.definedTypes, ...types] };
      },
    },
  ]);
}

/**
 * The fields of an event, behind its discriminator.
 *
 * @param {import("codama").EventNode} event
 */
function eventFields(event) {
  const { data } = event;
  return /** @type {any} */ (data.kind === "hiddenPrefixTypeNode" ? data.type : data);
}

/** @param {import("codama").EventNode} event */
function discriminator(event) {
  const [first] = event.discriminators ?? [];
  const value = first?.kind === "constantDiscriminatorNode" ? first.constant.value : undefined;
  if (value?.kind !== "bytesValueNode") throw new Error(`The event ${event.name} has no discriminator`);
  return [...Buffer.from(value.data, value.encoding === "base16" ? "hex" : "base64")];
}

/**
 * What an instruction's account is if the caller names none.
 *
 * @param {Idl} idl
 * @param {Singletons} known
 */
function defaults(idl, known) {
  const fixed = Object.entries(ACCOUNTS[idl.metadata.name] ?? {}).map(([account, name]) => {
    const singleton = known[name];
    if (!singleton) throw new Error(`${name} is unknown: its program has no IDL`);
    return { account, defaultValue: publicKeyValueNode(singleton.address) };
  });
  if (idl.metadata.name !== "io_staking") return fixed;
  const seeds = ["node", "owner"].map((name) => pdaSeedValueNode(name, accountValueNode(name)));
  const holder = ["claim", "closeStake", "restake", "stake", "unstake", "withdraw"];
  return [
    ...fixed,
    ...holder.map((instruction) => ({
      account: "stake",
      instruction,
      defaultValue: pdaValueNode("stake", seeds),
    })),
  ];
}

/**
 * Makes a module one that Node and browsers can load as it is: imports name files, nothing asks for
 * `process`. And tells the discriminator of an account from that of an instruction of the same
 * name. A program's address comes from a module of its own: beside it are enums, which no bundler
 * leaves out.
 *
 * @param {string} out
 * @param {string} name
 */
function finish(out, name) {
  const file = join(out, name);
  let text = readFileSync(file, "utf8")
    .replace(/from "(\.[^"]*)"/g, (_, path) => {
      const target = join(dirname(file), path);
      const isFolder = existsSync(target) && statSync(target).isDirectory();
      return `from "${path}${isFolder ? "/index.js" : ".js"}"`;
    })
    .replace(/^ *\/\/ TODO: Coded error\.\n/gm, "")
    // Messages that a production bundle would lose: messages.ts has them.
    .replace(/^let \w+ErrorMessages[^]*?(?=^export function is)/m, "");
  const alone = /import \{ (\w+_PROGRAM_ADDRESS) \} from "\.\.\/programs\/index\.js"/;
  text = text
    .replace(alone, 'import { $1 } from "../address.js"')
    .replace(/export const (\w+_PROGRAM_ADDRESS) =[^;]*;/, 'export { $1 } from "../address.js";');
  if (name.split(sep).includes("programs")) text = text.replace("  type Address,\n", "");
  if (name.split(sep).includes("accounts")) {
    text = text
      .replace(/\b([A-Z_]+)_DISCRIMINATOR\b/g, "$1_ACCOUNT_DISCRIMINATOR")
      .replace(/\bget(\w+)DiscriminatorBytes\b/g, "get$1AccountDiscriminatorBytes");
  }
  writeFileSync(file, text);
}

async function check() {
  const out = mkdtempSync(join(tmpdir(), "io-sdk-"));
  try {
    await generate(out);
    const [fresh, committed] = [contents(out), contents(OUT)];
    const names = [...new Set([...fresh.keys(), ...committed.keys()])].sort();
    const stale = names.filter((name) => fresh.get(name) !== committed.get(name));
    if (stale.length > 0) {
      console.error(
        `src/generated is not what idl/ leads to; run \`npm run generate\`:\n  ${stale.join("\n  ")}`,
      );
      process.exitCode = 1;
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function contents(folder) {
  return new Map(files(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

/** @param {string} folder */
function files(folder) {
  if (!existsSync(folder)) return [];
  const all = /** @type {string[]} */ (readdirSync(folder, { recursive: true }));
  return all.filter((file) => statSync(join(folder, file)).isFile());
}
