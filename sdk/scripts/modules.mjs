/** The modules of src/generated that Codama does not write. */

import { camelCase, pascalCase } from "codama";

export const HEADER = "/** Written by `npm run generate` from idl/: do not edit. */\n\n";

/** What `src/layout.ts` calls the types of the IDL. */
const LETTERS = {
  u8: "a",
  u16: "b",
  u32: "c",
  u64: "d",
  u128: "e",
  i32: "f",
  i64: "g",
  bool: "h",
  pubkey: "k",
};

/**
 * @typedef {{
 *   name: string,
 *   type: { kind: string, fields?: { name: string, type: unknown }[], variants?: unknown[] },
 * }} IdlType
 */
/**
 * @typedef {{
 *   address: string,
 *   docs: string[],
 *   errors?: { code: number, name: string, msg: string }[],
 *   events?: { name: string, discriminator: number[] }[],
 *   accounts?: { name: string }[],
 *   types?: IdlType[],
 *   metadata: { name: string },
 * }} Idl
 */

/**
 * @param {string} program
 * @param {{ name: string, discriminator: number[] }[]} events
 */
export function eventsModule(program, events) {
  const Program = pascalCase(program);
  const types = events.map(({ name }) => `${pascalCase(name)}Event`);
  const imports = types.map((type) => `  get${type}Decoder,\n  type ${type},\n`);
  const union = events.map(({ name }, i) => `  | { name: "${pascalCase(name)}"; data: ${types[i]} }\n`);
  const cases = events.map(({ name, discriminator }, i) => {
    const key = Buffer.from(discriminator).toString("hex");
    const read = `{ name: "${pascalCase(name)}", data: get${types[i]}Decoder().decode(data, 8) }`;
    return `    case "${key}":\n      return ${read};\n`;
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
export function addressModule(idl) {
  const { name } = idl.metadata;
  return `${HEADER}import type { Address } from "@solana/kit";

/** The id of ${name}. */
export const ${name.toUpperCase()}_PROGRAM_ADDRESS = "${idl.address}" as Address<"${idl.address}">;
`;
}

/** @param {Idl} idl */
export function messagesModule(idl) {
  const rows = (idl.errors ?? []).map(
    ({ code, name, msg }) => `  ${code}: ["${name}", ${JSON.stringify(msg)}],\n`,
  );
  return `${HEADER}/** Name and message of errors, by their codes. */
type Messages = Readonly<Record<number, readonly [name: string, message: string]>>;

/** Name and message of each error, by its code. */
export const ${idl.metadata.name.toUpperCase()}_MESSAGES: Messages = {
${rows.join("")}};
`;
}

/**
 * What a program stores and emits as two short texts, from which `src/layout.ts` decodes them:
 * Codama's decoders are ten times as large. Each has only the types that it needs.
 *
 * @param {Idl} idl
 */
export function layoutModule(idl) {
  const discriminators = new Map(
    (idl.events ?? []).map(({ name, discriminator }) => [
      name,
      Buffer.from(discriminator).toString("hex", 0, 4),
    ]),
  );
  const rows = new Map(
    (idl.types ?? []).map(({ name, type }) => {
      const discriminator = discriminators.get(name);
      const fields = (type.fields ?? []).map((field) => `${camelCase(field.name)}=${letter(field.type)}`);
      return [
        name,
        `${name}${discriminator ? `#${discriminator}` : ""}:${type.kind === "enum" ? "a" : fields.join(",")}`,
      ];
    }),
  );
  /** @param {string[]} roots */
  const text = (roots) => {
    const [open, found] = [[...roots], new Set(/** @type {string[]} */ ([]))];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      open.push(
        ...[...(rows.get(name) ?? "").matchAll(/@(\w+)/g)].map(
          ([, needed]) => /** @type {string} */ (needed),
        ),
      );
    }
    return [...rows]
      .filter(([name]) => found.has(name))
      .map(([, row]) => row)
      .join(";");
  };
  const NAME = idl.metadata.name.toUpperCase();
  const accounts = (idl.accounts ?? []).map(({ name }) => {
    const doc = `/** Fields of the account ${name}. */`;
    return `${doc}\nexport const ${NAME}_${constant(name)} =\n  "${text([name])}";\n\n`;
  });
  return `${HEADER}${accounts.join("")}/** Fields of the events of ${idl.metadata.name}. */
export const ${NAME}_EVENTS =
  "${text([...discriminators.keys()])}";
`;
}

/**
 * `HardwareClass` as `HARDWARE_CLASS`.
 *
 * @param {string} name
 */
function constant(name) {
  return name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/**
 * @param {any} type
 * @returns {string}
 */
function letter(type) {
  if (typeof type === "string" && type in LETTERS) return LETTERS[/** @type {keyof LETTERS} */ (type)];
  if (type.array)
    return type.array[0] === "u8" ? `x${type.array[1]}` : `[${type.array[1]}]${letter(type.array[0])}`;
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

/**
 * @param {Idl[]} idls
 * @param {(names: { name: string, Program: string, NAME: string }) => string} text
 */
function each(idls, text) {
  return idls
    .map(({ metadata: { name } }) => text({ name, Program: pascalCase(name), NAME: name.toUpperCase() }))
    .join("");
}

/**
 * The errors of every program, with their messages.
 *
 * @param {Idl[]} idls
 */
export function errorsModule(idls) {
  const imports = each(
    idls,
    ({ name, NAME }) => `import { ${NAME}_MESSAGES } from "./${name}/messages";
import { ${NAME}_PROGRAM_ADDRESS } from "./${name}/address";
`,
  );
  const rows = each(
    idls,
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

/**
 * The names of every program's errors, which are a quarter of the size of their messages.
 *
 * @param {Idl[]} idls
 */
export function namesModule(idls) {
  const imports = each(
    idls,
    ({ name, NAME }) => `import { ${NAME}_PROGRAM_ADDRESS } from "./${name}/address";\n`,
  );
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
/**
 * Name of each program, and the names of its errors in the order of their codes; a number is the
 * code of the next one.
 */
export const ERROR_NAMES: Readonly<Record<string, readonly [program: string, names: string]>> = {
${rows.join("")}};
`;
}

/**
 * The events of every program.
 *
 * @param {Idl[]} idls
 */
export function eventsOfAllModule(idls) {
  const imports = each(
    idls,
    ({ name, Program, NAME }) => `import type { ${Program}Event } from "./${name}/events";
import { ${NAME}_EVENTS } from "./${name}/layout";
import { ${NAME}_PROGRAM_ADDRESS } from "./${name}/address";
`,
  );
  const union = each(idls, ({ name, Program }) => `  | ({ program: "${name}" } & ${Program}Event)\n`);
  const rows = each(idls, ({ name, NAME }) => `  [${NAME}_PROGRAM_ADDRESS]: ["${name}", ${NAME}_EVENTS],\n`);
  return `${HEADER}${imports}
/** An event of any of the programs. */
export type IoEvent =
${union.trimEnd()};

/** Name of each program, and the layout of its events, by its address. */
export const EVENT_LAYOUTS: Readonly<
  Record<string, readonly [program: IoEvent["program"], layout: string]>
> = {
${rows}};
`;
}

/**
 * A program's whole client under one name, since programs share names such as `Config`.
 *
 * @param {Idl} idl
 */
export function namespace(idl) {
  return `export * as ${camelCase(idl.metadata.name)} from "./${idl.metadata.name}";\n`;
}
