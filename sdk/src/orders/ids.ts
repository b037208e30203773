/** Numbers that a client's orders and requests can have. */

import type { Address } from "@solana/kit";
import { orderAddress, requestAddress } from "../addresses.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "../generated/io_orders/address.js";
import { type Read, snapshot } from "../read.js";

/** Numbers that are looked at at once. */
const AT_ONCE = 16n;

/**
 * So many numbers that no order of the client has, nor a request, which reserves its order's
 * account: the cluster's time, and those that follow. Two requests.
 */
export async function freeOrderIds(read: Read, client: Address, count: number): Promise<bigint[]> {
  const { now } = await snapshot(read, []);
  const free: bigint[] = [];
  for (let first = now; free.length < count; first += AT_ONCE) {
    const ids = Array.from({ length: Number(AT_ONCE) }, (_, i) => first + BigInt(i));
    const addresses = ids.flatMap((id) => [orderAddress(client, id), requestAddress(client, id)]);
    const found = await read(await Promise.all(addresses));
    const isTaken = (at: number) => {
      const account = found[at];
      return account?.exists === true && account.programAddress === IO_ORDERS_PROGRAM_ADDRESS;
    };
    free.push(...ids.filter((_, i) => !isTaken(2 * i) && !isTaken(2 * i + 1)));
  }
  return free.slice(0, count);
}
