/** A random walk over holders, nodes and time: whatever a claim pays was foretold to the base unit. */

import type { Address, KeyPairSigner } from "@solana/kit";
import { expect, test } from "vitest";
import { apr, claim, explain, holding, readStaking, stake, unstake } from "../src/index.js";
import { io, World } from "./world.js";

const DAY = 86_400;
const SEEDS = process.env["IO_WALK_SEED"] ? [Number(process.env["IO_WALK_SEED"])] : [1, 2, 3];

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
  "seed %i",
  async (seed) => {
    const roll = dice(seed);
    const world = await World.create();
    const { chain } = world;
    const nodes = [await world.node(1, 700), await world.node(3)];
    const stakes: { owner: KeyPairSigner; node: Address }[] = nodes.map(({ operator, node }) => ({
      owner: operator,
      node,
    }));
    for (const { node } of [...nodes, ...nodes]) stakes.push({ owner: await world.holder(io(500)), node });
    let paid = 0;
    for (let step = 0; step < 120; step++) {
      const { owner, node } = stakes[roll(stakes.length)]!;
      chain.pass(BigInt([roll(60), roll(7_200), roll(3 * DAY), roll(400) * DAY * roll(2)][roll(4)]!));
      const amount = BigInt(1 + roll(10_000_000_000));
      switch (roll(5)) {
        case 0:
          await world.attest(node);
          break;
        case 1:
          await allowed(chain.send(owner, await stake(chain.read, { owner, node, amount })));
          break;
        case 2:
          await allowed(chain.send(owner, await unstake(chain.read, { owner, node, amount })));
          break;
        default:
          paid += await claimAsForetold({ owner, node });
      }
      const view = await readStaking(chain.read, node, owner.address);
      expect(apr(view.config, view.node, view.now).rewards).toBeGreaterThanOrEqual(0n);
    }
    expect(paid).toBeGreaterThan(5);

    /** How many claims have paid: 1 or 0. */
    async function claimAsForetold(holder: { owner: KeyPairSigner; node: Address }): Promise<number> {
      const view = await readStaking(chain.read, holder.node, holder.owner.address);
      const foretold = holding(view).claimable;
      const before = await chain.balance(holder.owner.address);
      const failure = await allowed(chain.send(holder.owner, await claim(chain.read, holder)));
      if (foretold === 0n || !view.stake) expect(["NothingToClaim", "AccountNotInitialized"]).toContain(failure);
      expect((await chain.balance(holder.owner.address)) - before).toBe(failure ? 0n : foretold);
      return failure ? 0 : 1;
    }
  },
  60_000,
);

/** The name of the refusal, if the chain refuses; it must be one that a holder can read. */
async function allowed(sent: Promise<unknown>): Promise<string | undefined> {
  try {
    await sent;
    return undefined;
  } catch (error) {
    const explained = explain(error);
    if (explained) return explained.name;
    throw error;
  }
}
