/**
 * Writes src/generated from every file in ../idl: by Codama a client for each program, and beside
 * it what Codama leaves out: events, error messages that survive a production bundle, and the
 * addresses of which there is one.
 *
 * With --check nothing is written: it fails if src/generated is not what the IDLs lead to.
 */

import { rootNodeFromAnchor } from "@codama/nodes-from-anchor";
import { renderVisitor } from "@codama/renderers-js";
import {
  accountValueNode,
  bottomUpTransformerVisitor,
  camelCase,
  createFromRoot,
  definedTypeNode,
  pascalCase,
  pdaSeedValueNode,
  pdaValueNode,
  publicKeyValueNode,
  setInstructionAccountDefaultValuesVisitor,
} from "codama";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ACCOUNTS, singletons } from "./singletons.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const IDLS = join(HERE, "../../idl");
const OUT = join(HERE, "../src/generated");
const HEADER = "/** Written by `npm run generate` from idl/: do not edit. */\n\n";

/** What `src/layout.ts` calls the types of the IDL. */
const LETTERS = { u8: "a", u16: "b", u32: "c", u64: "d", u128: "e", i32: "f", i64: "g", bool: "h", pubkey: "k" };

/** @typedef {{ name: string, type: { kind: string, fields?: { name: string, type: unknown }[], variants?: unknown[] } }} IdlType */
/** @typedef {{ address: string, docs: string[], errors?: { code: number, name: string, msg: string }[], events?: { name: string, discriminator: number[] }[], accounts?: { name: string }[], types?: IdlType[], metadata: { name: string } }} Idl */
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
  writeFileSync(join(out, "errors.ts"), errorsModule());
  writeFileSync(join(out, "events.ts"), eventsOfAllModule());
  writeFileSync(join(out, "names.ts"), namesModule());
  writeFileSync(join(out, "index.ts"), HEADER + idls.map(namespace).join(""));
  for (const file of files(out)) finish(out, file);
}

/**
 * @param {string} out
 * @param {Idl} idl
 * @param {Singletons} known
 */
async function generateProgram(out, idl, known) {
  const codama = createFromRoot(rootNodeFromAnchor(/** @type {any} */ (idl)));
  const { program } = codama.getRoot();
  const events = (program.events ?? []).map((event) => ({ name: event.name, discriminator: discriminator(event) }));
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
    ...holder.map((instruction) => ({ account: "stake", instruction, defaultValue: pdaValueNode("stake", seeds) })),
  ];
}

/**
 * @param {string} program
 * @param {{ name: string, discriminator: number[] }[]} events
 */
function eventsModule(program, events) {
  const Program = pascalCase(program);
  const types = events.map(({ name }) => `${pascalCase(name)}Event`);
  const imports = types.map((type) => `  get${type}Decoder,\n  type ${type},\n`);
  const union = events.map(({ name }, i) => `  | { name: "${pascalCase(name)}"; data: ${types[i]} }\n`);
  const cases = events.map(({ name, discriminator }, i) => {
    const key = Buffer.from(discriminator).toString("hex");
    return `    case "${key}":\n      return { name: "${pascalCase(name)}", data: get${types[i]}Decoder().decode(data, 8) };\n`;
  });
  return `${HEADER}import { getBase16Decoder, type ReadonlyUint8Array } from "@solana/kit";
import {
${imports.join("")}} from "./types";

/** An event of this program. */
export type ${Program}Event =
${union.join("").trimEnd()};

/** Reads an event, its discriminator first; undefined if it is none of this program's. */
export function decode${Program}Event(data: ReadonlyUint8Array): ${Program}Event | undefined {
  switch (getBase16Decoder().decode(data.slice(0, 8))) {
${cases.join("")}    default:
      return undefined;
  }
}
`;
}

/** @param {Idl} idl */
function messagesModule(idl) {
  const rows = (idl.errors ?? []).map(({ code, name, msg }) => `  ${code}: ["${name}", ${JSON.stringify(msg)}],\n`);
  return `${HEADER}/** Name and message of each error, by its code. */
export const ${idl.metadata.name.toUpperCase()}_MESSAGES: Readonly<Record<number, readonly [name: string, message: string]>> = {
${rows.join("")}};
`;
}

/**
 * What a program stores and emits as two short texts, from which `src/layout.ts` decodes them:
 * Codama's decoders are ten times as large. Each has only the types that it needs.
 *
 * @param {Idl} idl
 */
function layoutModule(idl) {
  const discriminators = new Map(
    (idl.events ?? []).map(({ name, discriminator }) => [name, Buffer.from(discriminator).toString("hex")]),
  );
  const rows = new Map(
    (idl.types ?? []).map(({ name, type }) => {
      const discriminator = discriminators.get(name);
      const fields = (type.fields ?? []).map((field) => `${camelCase(field.name)}=${letter(field.type)}`);
      return [name, `${name}${discriminator ? `#${discriminator}` : ""}:${type.kind === "enum" ? "a" : fields.join(",")}`];
    }),
  );
  /** @param {string[]} roots */
  const text = (roots) => {
    const [open, found] = [[...roots], new Set(/** @type {string[]} */ ([]))];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      open.push(...[...(rows.get(name) ?? "").matchAll(/@(\w+)/g)].map(([, needed]) => /** @type {string} */ (needed)));
    }
    return [...rows].filter(([name]) => found.has(name)).map(([, row]) => row).join(";");
  };
  const NAME = idl.metadata.name.toUpperCase();
  return `${HEADER}/** Fields of the accounts of ${idl.metadata.name}. */
export const ${NAME}_ACCOUNTS =
  "${text((idl.accounts ?? []).map(({ name }) => name))}";

/** Fields of the events of ${idl.metadata.name}. */
export const ${NAME}_EVENTS =
  "${text([...discriminators.keys()])}";
`;
}

/**
 * @param {any} type
 * @returns {string}
 */
function letter(type) {
  if (typeof type === "string" && type in LETTERS) return LETTERS[/** @type {keyof LETTERS} */ (type)];
  if (type.array) return type.array[0] === "u8" ? `x${type.array[1]}` : `[${type.array[1]}]${letter(type.array[0])}`;
  if (type.option) return `?${letter(type.option)}`;
  if (type.vec) return `*${letter(type.vec)}`;
  if (type.defined) return `@${type.defined.name}`;
  if (type === "string") return "s";
  // Rather than decode it wrongly.
  return fail(`src/layout.ts knows no ${JSON.stringify(type)}`);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  throw new Error(message);
}

/** @param {(names: { name: string, Program: string, NAME: string }) => string} text */
function each(text) {
  return idls.map(({ metadata: { name } }) => text({ name, Program: pascalCase(name), NAME: name.toUpperCase() })).join("");
}

/** The errors of every program: with their messages, and their names alone, which are a quarter of the size. */
function errorsModule() {
  const imports = each(
    ({ name, NAME }) => `import { ${NAME}_MESSAGES } from "./${name}/messages";
import { ${NAME}_PROGRAM_ADDRESS } from "./${name}/programs";
`,
  );
  const rows = each(
    ({ name, NAME }) => `  [${NAME}_PROGRAM_ADDRESS]: { name: "${name}", messages: ${NAME}_MESSAGES },\n`,
  );
  return `${HEADER}${imports}
/** What is known of a program's errors. */
export interface ProgramErrors {
  /** The program's name. */
  name: string;
  /** Name and message of each of its errors, by code. */
  messages: Readonly<Record<number, readonly [name: string, message: string]>>;
}

/** The errors of the programs, by their addresses. */
export const PROGRAM_ERRORS: Readonly<Record<string, ProgramErrors>> = {
${rows}};
`;
}

function namesModule() {
  const imports = each(({ name, NAME }) => `import { ${NAME}_PROGRAM_ADDRESS } from "./${name}/programs";\n`);
  const rows = idls.map((idl) => {
    let next = -1;
    const names = (idl.errors ?? []).map(({ code, name }) => {
      const jump = code === next ? "" : `${code} `;
      next = code + 1;
      return jump + name;
    });
    const { name } = idl.metadata;
    return `  [${name.toUpperCase()}_PROGRAM_ADDRESS]: [\n    "${name}",\n    "${names.join(" ")}",\n  ],\n`;
  });
  return `${HEADER}${imports}
/** Name of each program, and the names of its errors in the order of their codes; a number is the code of the next one. */
export const ERROR_NAMES: Readonly<Record<string, readonly [program: string, names: string]>> = {
${rows.join("")}};
`;
}

/** The events of every program. */
function eventsOfAllModule() {
  const imports = each(
    ({ name, Program, NAME }) => `import type { ${Program}Event } from "./${name}/events";
import { ${NAME}_EVENTS } from "./${name}/layout";
import { ${NAME}_PROGRAM_ADDRESS } from "./${name}/programs";
`,
  );
  const union = each(({ name, Program }) => `  | ({ program: "${name}" } & ${Program}Event)\n`);
  const rows = each(({ name, NAME }) => `  [${NAME}_PROGRAM_ADDRESS]: ["${name}", ${NAME}_EVENTS],\n`);
  return `${HEADER}${imports}
/** An event of any of the programs. */
export type IoEvent =
${union.trimEnd()};

/** Name of each program, and the layout of its events, by its address. */
export const EVENT_LAYOUTS: Readonly<Record<string, readonly [program: IoEvent["program"], layout: string]>> = {
${rows}};
`;
}

/**
 * A program's whole client under one name, since programs share names such as `Config`.
 *
 * @param {Idl} idl
 */
function namespace(idl) {
  return `export * as ${camelCase(idl.metadata.name)} from "./${idl.metadata.name}";\n`;
}

/**
 * Makes a module one that Node and browsers can load as it is: imports name files, nothing asks for
 * `process`. And tells the discriminator of an account from that of an instruction of the same
 * name.
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
      console.error(`src/generated is not what idl/ leads to; run \`npm run generate\`:\n  ${stale.join("\n  ")}`);
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
