/** Hardware classes as io.net has them: the number of a class is its place here. */

import { type Address, isAddress } from "@solana/kit";
import { classAddress } from "../addresses.js";
import { badInput } from "../errors/io-error.js";

/** Names of the hardware classes, by their numbers. */
export const CLASS_NAMES = [
  "B200",
  "H200",
  "H100",
  "A100-80GB",
  "L40S",
  "A100-40GB",
  "RTX 3090",
  "RTX 4090",
  "Apple M4",
] as const;

/** A hardware class: its number, its name however it is spelt, or its address. */
export type ClassReference = number | string;

/** The number of a class by its name, however it is spelt: `rtx-4090`, `RTX 4090`, `rtx4090`. */
export function classNumber(name: string): number {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const found = CLASS_NAMES.findIndex((known) => plain(known) === plain(name));
  if (found < 0) throw badInput(`No hardware class is called "${name}": ${CLASS_NAMES.join(", ")}.`);
  return found;
}

/**
 * The address of a hardware class by its number, its name, or that address itself.
 *
 * @example await findClass("rtx-4090")
 * @throws {IoError} `badInput` for a name that no class has.
 */
export async function findClass(reference: ClassReference): Promise<Address> {
  if (typeof reference === "string" && isAddress(reference)) return reference;
  return classAddress(typeof reference === "string" ? classNumber(reference) : reference);
}

let names: Promise<ReadonlyMap<Address, string>> | undefined;

/**
 * The names of the hardware classes by their addresses.
 *
 * @example show((await classNames()).get(state.class) ?? state.class)
 * @throws {IoError} if no address can be derived.
 */
export function classNames(): Promise<ReadonlyMap<Address, string>> {
  names ??= Promise.all(CLASS_NAMES.map(async (name, id) => [await classAddress(id), name] as const)).then(
    (all) => new Map(all),
  );
  return names;
}
