/** Grants of what is locked, for tests against the programs' bytecode. */

import type { Address } from "@solana/kit";
import { categoryAddress, IO_MINT, ioVesting } from "../src/index.js";
import type { World } from "./world.js";

/** Makes a grant; returns its address. */
export async function granted(
  { chain, manager }: World,
  kind: ioVesting.CategoryKind,
  index: number,
  amount: bigint,
  to: Address,
): Promise<Address> {
  const grant = await chain.derived(ioVesting.IO_VESTING_PROGRAM_ADDRESS, [
    "grant",
    chain.bytes(categoryAddress(kind)),
    Uint8Array.of(index, 0, 0, 0),
  ]);
  const make = ioVesting.getGrantInstruction({
    payer: manager,
    manager,
    category: categoryAddress(kind),
    grant,
    beneficiary: to,
    beneficiaryAccount: await chain.address(to, IO_MINT),
    index,
    amount,
  });
  await chain.send(manager, [make]);
  return grant;
}
