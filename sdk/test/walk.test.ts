/** Random walks over time: whatever a claim or an order pays was foretold to the base unit. */

import type { Address, Instruction, KeyPairSigner } from "@solana/kit";
import { expect, test } from "vitest";
import {
  acceptOrder,
  apr,
  claim,
  closeOrder,
  createOrder,
  endOrder,
  explain,
  extendOrder,
  holding,
  HOUR,
  ioOrders,
  orderAddress,
  orderFigures,
  readOrder,
  readStaking,
  settleOrder,
  stake,
  type Terms,
  unstake,
  USDC_MINT,
} from "../src/index.js";
import { io, World } from "./world.js";

const DAY = 24 * HOUR;
const SEEDS = process.env["IO_WALK_SEED"] ? [Number(process.env["IO_WALK_SEED"])] : [1, 2, 3];

/** Who holds a stake in which node. */
interface Holding {
  signer: KeyPairSigner;
  node: Address;
}

/** Numbers that repeat for a seed (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

test.each(SEEDS)(
  "rewards, seed %i",
  async (seed) => {
    const roll = dice(seed);
    const world = await World.create();
    const { chain } = world;
    const nodes = [await world.node(1, 700), await world.node(3)];
    const stakes: Holding[] = nodes.map(({ operator, node }) => ({ signer: operator, node }));
    for (const { node } of [...nodes, ...nodes]) stakes.push({ signer: await world.holder(io(500)), node });
    let paid = 0;
    for (let step = 0; step < 120; step++) {
      const { signer: owner, node } = stakes[roll(stakes.length)]!;
      chain.pass(BigInt([roll(60), roll(7_200), roll(3 * DAY), roll(400) * DAY * roll(2)][roll(4)]!));
      const amount = BigInt(1 + roll(10_000_000_000));
      switch (roll(5)) {
        case 0:
          await world.attest(node);
          break;
        case 1:
          await allowed(async () => {
            const more = { signer: owner, node, amount, evenIfNotReady: true };
            await chain.send(owner, await stake(chain.read, more));
          });
          break;
        case 2:
          await allowed(async () =>
            chain.send(owner, await unstake(chain.read, { signer: owner, node, amount })),
          );
          break;
        default:
          paid += await claimAsForetold({ signer: owner, node });
      }
      const view = await readStaking(chain.read, node, owner.address);
      expect(apr(view.config, view.node, view.now).rewards).toBeGreaterThanOrEqual(0n);
    }
    expect(paid).toBeGreaterThan(5);

    /** How many claims have paid: 1 or 0. */
    async function claimAsForetold(holder: Holding): Promise<number> {
      const { signer, node } = holder;
      const view = await readStaking(chain.read, node, signer.address);
      const foretold = holding(view).claimable;
      const before = await chain.balance(signer.address);
      const failure = await allowed(async () => chain.send(signer, await claim(chain.read, holder)));
      if (foretold === 0n || !view.stake) expect(["NothingToClaim", "NotFound"]).toContain(failure);
      expect((await chain.balance(signer.address)) - before).toBe(failure ? 0n : foretold);
      return failure ? 0 : 1;
    }
  },
  60_000,
);

test.each(SEEDS)(
  "orders, seed %i",
  async (seed) => {
    const roll = dice(seed);
    const world = await World.create();
    const { chain } = world;
    const { operator, node } = await world.node(64);
    const client = await chain.wallet();
    await chain.mintUsdc(client.address, 10n ** 15n);
    await chain.account(operator.address, USDC_MINT);
    for (let id = 1n; id <= 4n; id++) {
      await world.attest(node);
      const terms: Terms = {
        processors: 1 + roll(16),
        rate: 200_000n + BigInt(roll(5_000_000)),
        duration: HOUR + roll(5 * DAY),
        currency: "USDC",
      };
      const order = await orderAddress(client.address, id);
      const view = () => readOrder(chain.read, order);
      const figures = async () => view().then(({ order, now }) => orderFigures({ order, now }));
      const gains = async (step: readonly Instruction[]) => {
        const wallets = [client.address, operator.address];
        const balances = () => Promise.all(wallets.map((wallet) => chain.balance(wallet, USDC_MINT)));
        const before = await balances();
        const failure = await allowed(() => chain.send(client, [...step]));
        const [back, paid] = (await balances()).map((balance, i) => balance - before[i]!);
        return { failure, back, paid };
      };
      await chain.send(client, await createOrder(chain.read, { signer: client, id, node, terms }));
      await chain.send(
        operator,
        await acceptOrder(chain.read, { signer: operator, order, extendable: true }),
      );
      const start = chain.now;
      for (let step = 0; step < 25; step++) {
        chain.pass(BigInt(roll([60, 7_200, DAY][roll(3)]!)));
        const { payable, refund } = await figures();
        switch (roll(6)) {
          case 0: {
            const { serial, escrow } = (await view()).order;
            const from = start + BigInt(escrow.outages.last.to);
            const outage = { oracle: world.oracle, order, serial, from, to: from + BigInt(1 + roll(5_000)) };
            await allowed(() => chain.send(world.oracle, [ioOrders.getReportOutageInstruction(outage)]));
            break;
          }
          case 1:
            await allowed(async () =>
              chain.send(
                client,
                await extendOrder(chain.read, { signer: client, order, seconds: 1 + roll(9_999) }),
              ),
            );
            break;
          case 2:
            if (roll(3) > 0) break;
            expect((await gains(await endOrder(chain.read, { signer: client, order }))).back).toBe(refund);
            break;
          default: {
            const { failure, paid } = await gains(await settleOrder(chain.read, { signer: client, order }));
            expect(paid).toBe(payable);
            if (failure) expect(["FirstHour", "NothingDue", "EndFirst", "AlreadySettled"]).toContain(failure);
          }
        }
      }
      chain.pass(BigInt(10 * DAY));
      await allowed(async () => chain.send(client, await endOrder(chain.read, { signer: client, order })));
      chain.pass(BigInt(DAY));
      const { held, payable } = await figures();
      const { paid, back } = await gains(await settleOrder(chain.read, { signer: client, order }));
      expect(paid).toBe(payable);
      expect(back! + paid!).toBeLessThanOrEqual(held);
      expect((await figures()).held).toBe(0n);
      await chain.send(client, await closeOrder(chain.read, { order }));
    }
  },
  60_000,
);

/** The name of the refusal, if the chain refuses; it must be one that a holder can read. */
async function allowed(send: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await send();
    return undefined;
  } catch (error) {
    const { kind, name } = explain(error);
    if (kind === "unknown") throw error;
    return name;
  }
}
