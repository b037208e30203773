/** The whole network at a glance, and whether everything is covered: against the programs' bytecode. */

import { beforeEach, expect, test } from "vitest";
import {
  bookNodes,
  GENESIS_SUPPLY,
  parseUsdc,
  pickNodes,
  poolFigures,
  quoteBooking,
  readNetwork,
  readSolvency,
  stake,
  supply,
  supplyFigures,
} from "../src/index.js";
import { client, DAY, HOUR, list, market, offered, setUp, world } from "./market-scene.js";
import { io } from "./world.js";

beforeEach(setUp);

test("supply, pools and ledgers in one look; every vault holds what it owes", async () => {
  const { chain } = world;
  const { node } = await offered(8, { rateUsdc: parseUsdc("2") });
  const holder = await world.holder(io(1_000));
  await chain.send(holder, await stake(chain.read, { signer: holder, node, amount: io(1_000) }));
  const view = await market();
  const bill = quoteBooking(view, pickNodes(view, {}, 2), DAY);
  const { clusters } = await bookNodes(chain.read, { signer: client, bill });
  await chain.send(client, clusters[0]!.instructions);
  chain.pass(BigInt(5 * HOUR));
  const network = await readNetwork(chain.read);
  expect(network.supply).toBe((await supply(chain.read)).total);
  expect(supplyFigures(network).supply).toBeGreaterThanOrEqual(GENESIS_SUPPLY);
  expect(network.ledgers.USDC.escrowed).toBe(bill.total);
  expect(poolFigures(network)).toHaveLength(2);
  const { vaults, isCovered, inOrders } = await readSolvency(chain.read, list);
  expect(vaults.filter((vault) => !vault.isCovered)).toEqual([]);
  expect([isCovered, inOrders]).toEqual([true, { IO: 0n, USDC: bill.total }]);
});
