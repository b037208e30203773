/** The end of a booked time that somebody extends in its last second. */

import { beforeEach, expect, test } from "vitest";
import { endOrder, extendOrder, readOrder } from "../src/index.js";
import { client, HOUR, operator, refusal, running, setUp, terms, world } from "./order-scene.js";

beforeEach(setUp);

test("an operator that has seen the time over does not leave early", async () => {
  const { chain } = world;
  const order = await running();
  const end = (isOver: boolean) => endOrder(chain.read, { signer: operator, order, isOver });
  const seen = await end(true);
  chain.pass(BigInt(terms.duration) - 1n);
  await chain.send(client, await extendOrder(chain.read, { signer: client, order, seconds: HOUR }));
  chain.pass(1n);
  expect(await refusal(chain.send(operator, seen))).toBe("StillBooked");
  await chain.send(operator, await end(false));
  expect((await readOrder(chain.read, order)).order.escrow.leftEarly).toBe(true);
});

test("an order that is read over is not left early, even if nobody says so", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(terms.duration));
  const read = await endOrder(chain.read, { signer: operator, order });
  chain.pass(-1n);
  await chain.send(client, await extendOrder(chain.read, { signer: client, order, seconds: HOUR }));
  chain.pass(1n);
  expect(await refusal(chain.send(operator, read))).toBe("StillBooked");
});

test("the end of the booked time is no early end", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(terms.duration));
  await chain.send(operator, await endOrder(chain.read, { signer: operator, order, isOver: true }));
  expect((await readOrder(chain.read, order)).order.escrow.leftEarly).toBe(false);
});
