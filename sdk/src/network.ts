/** What the whole network is: supply, pools, ledgers, vaults, in one request. */

import type { Address, MaybeEncodedAccount } from "@solana/kit";
import {
  BUYBACK_CONFIG,
  BUYBACK_IO_VAULT,
  BUYBACK_USDC_VAULT,
  CORE_CATEGORY,
  CORE_VAULT,
  EMISSION,
  IO_ESCROW_VAULT,
  IO_LEDGER,
  IO_MINT,
  ORDERS_CONFIG,
  REWARD_VAULT,
  SEED_CATEGORY,
  SEED_VAULT,
  SERIES_A_CATEGORY,
  SERIES_A_VAULT,
  STAKE_VAULT,
  STAKING_CONFIG,
  USDC_ESCROW_VAULT,
  USDC_LEDGER,
} from "./addresses.js";
import type { Prices } from "./buyback/flows.js";
import { GENESIS_SUPPLY, mintable, MONTH_SECONDS, MONTHS, TOTAL_EMISSION } from "./emission.js";
import { IoError } from "./errors/io-error.js";
import type { Config as BuybackConfig } from "./generated/io_buyback/accounts/config.js";
import type { Emission } from "./generated/io_emission/accounts/emission.js";
import type { Config as OrdersConfig } from "./generated/io_orders/accounts/config.js";
import type { Balances as OrderBalances } from "./generated/io_orders/types/balances.js";
import type { Config as StakingConfig } from "./generated/io_staking/accounts/config.js";
import type { Category } from "./generated/io_vesting/accounts/category.js";
import { PoolKind } from "./generated/io_staking/types/poolKind.js";
import {
  CATEGORY,
  CONFIG_OF_BUYBACK,
  CONFIG_OF_ORDERS,
  CONFIG_OF_STAKING,
  EMISSION_STATE,
  LEDGER,
} from "./kinds.js";
import { priceAccounts } from "./orders/rate.js";
import { type Read, readAccount, readIfThere, snapshot } from "./read.js";
import { advance, poolState, type PoolState } from "./staking/pool.js";
import { mintSupply, tokenAccount } from "./token.js";
import { DAY } from "./units.js";
import { CATEGORY_RULES } from "./vesting/figures.js";

/** The single accounts of all programs, as of one moment. */
export interface NetworkView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  emission: Emission;
  /** Base units of IO that exist. */
  supply: bigint;
  staking: StakingConfig;
  /** Undefined before the program is set up. */
  orders: OrdersConfig | undefined;
  /** Undefined before the program is set up. */
  buyback: BuybackConfig | undefined;
  /** Whose the money of orders is, by currency. */
  ledgers: Readonly<Record<"IO" | "USDC", OrderBalances>>;
  /** The locked parts of genesis that are set up. */
  categories: Category[];
  /** Base units that each vault of the programs holds; 0 for one that is not there. */
  held: ReadonlyMap<Address, bigint>;
}

const STATES = [
  EMISSION,
  IO_MINT,
  STAKING_CONFIG,
  ORDERS_CONFIG,
  BUYBACK_CONFIG,
  IO_LEDGER,
  USDC_LEDGER,
  SEED_CATEGORY,
  SERIES_A_CATEGORY,
  CORE_CATEGORY,
] as const;
const VAULTS = [
  STAKE_VAULT,
  REWARD_VAULT,
  IO_ESCROW_VAULT,
  USDC_ESCROW_VAULT,
  SEED_VAULT,
  SERIES_A_VAULT,
  CORE_VAULT,
  BUYBACK_IO_VAULT,
  BUYBACK_USDC_VAULT,
] as const;

/**
 * Reads the single accounts of all programs and their vaults, in one request.
 *
 * @example const { supply, ledgers } = await readNetwork(read);
 * @throws {IoError} `wrongNetwork` if genesis has not run on the cluster.
 */
export async function readNetwork(read: Read): Promise<NetworkView> {
  const { now, accounts } = await snapshot(read, [...STATES, ...VAULTS]);
  const [emission, mint, staking, orders, buyback, io, usdc, ...others] = accounts;
  if (!mint?.exists)
    throw new IoError("wrongNetwork", "The IO mint is not there.", { action: "Check the network." });
  const vaults = others.slice(3);
  return {
    now,
    emission: readAccount(emission, EMISSION_STATE),
    supply: mintSupply(mint.data),
    staking: readAccount(staking, CONFIG_OF_STAKING),
    orders: readIfThere(orders, CONFIG_OF_ORDERS),
    buyback: readIfThere(buyback, CONFIG_OF_BUYBACK),
    ledgers: { IO: balancesOf(io), USDC: balancesOf(usdc) },
    categories: others.slice(0, 3).flatMap((account) => readIfThere(account, CATEGORY) ?? []),
    held: new Map(VAULTS.map((vault, i) => [vault, tokenAccount(vaults[i])?.amount ?? 0n])),
  };
}

function balancesOf(ledger: MaybeEncodedAccount | undefined): OrderBalances {
  const nothing = { escrowed: 0n, unclaimed: 0n, bonds: 0n, fees: 0n, swept: 0n };
  return readIfThere(ledger, LEDGER)?.balances ?? nothing;
}

/** How much IO there is and why, in base units. */
export interface SupplyFigures {
  /** What exists. */
  supply: bigint;
  /** What genesis allocated. */
  atGenesis: bigint;
  /** Emitted by the schedule. */
  emitted: bigint;
  /** What a crank would mint now. */
  due: bigint;
  burned: bigint;
  /** What the schedule still has to emit. */
  toCome: bigint;
  /** What genesis locks and has not released, by category. */
  locked: { name: "seed" | "series-a" | "core"; amount: bigint }[];
  lockedTotal: bigint;
  /** What exists and is not locked. What a treasury holds is not known on chain, and not taken off. */
  unlocked: bigint;
  /** The month that runs, 1 to 240. */
  month: number;
  /** When the month ends, in Unix seconds; undefined once the emission is over. */
  monthEndsAt: bigint | undefined;
}

/**
 * How much IO there is and why.
 *
 * @example const { supply, burned } = supplyFigures(await readNetwork(read));
 */
export function supplyFigures({ emission, supply, categories, now }: NetworkView): SupplyFigures {
  const { minted, genesisTs } = emission;
  const created = genesisTs === 0n ? 0n : GENESIS_SUPPLY + minted;
  const locked = categories.map((category) => {
    const { ledger } = category;
    const { name, total } = CATEGORY_RULES[ledger.kind];
    return { name, amount: ledger.genesis === 0n ? 0n : total - ledger.released };
  });
  const lockedTotal = locked.reduce((sum, { amount }) => sum + amount, 0n);
  const months = genesisTs === 0n || now <= genesisTs ? 0n : (now - genesisTs) / MONTH_SECONDS;
  const isOver = months >= BigInt(MONTHS);
  return {
    supply,
    atGenesis: GENESIS_SUPPLY,
    emitted: minted,
    due: mintable(emission, now),
    burned: created > supply ? created - supply : 0n,
    toCome: TOTAL_EMISSION - minted,
    locked,
    lockedTotal,
    unlocked: supply - lockedTotal,
    month: isOver ? MONTHS : Number(months) + 1,
    monthEndsAt: isOver ? undefined : genesisTs + (months + 1n) * MONTH_SECONDS,
  };
}

/** What a pool of rewards weighs and carries. */
export interface PoolFigures {
  name: "gpu" | "cpu";
  weight: bigint;
  /** The weight from which on the pool pays in full. */
  fullWeight: bigint;
  nextFullWeight: bigint;
  /** When the announced full weight takes effect, in Unix seconds; 0 if none was ever announced. */
  fullWeightAt: bigint;
  /** Accrued and not paid, in base units. */
  carried: bigint;
}

/**
 * What the pools weigh and carry at the moment of the view.
 *
 * @example for (const { name, carried } of poolFigures(view)) show(name, formatIo(carried, 2));
 */
export function poolFigures({ staking, now }: Pick<NetworkView, "staking" | "now">): PoolFigures[] {
  return [staking.pools.gpu, staking.pools.cpu].map((stored) => {
    const pool = advance(poolState(stored), now);
    return {
      name: pool.kind === PoolKind.Gpu ? "gpu" : "cpu",
      weight: pool.weight,
      fullWeight: pool.fullWeight,
      nextFullWeight: pool.nextFullWeight,
      fullWeightAt: pool.fullWeightAt,
      carried: pool.carried >> 64n,
    };
  });
}

const MOST_DAYS = 36_525;

/**
 * When all that a pool carries will be out, in Unix seconds and to the day, if it goes on weighing
 * what it weighs now; undefined if that is not within 100 years. Looks at every day: call it seldom.
 *
 * @example carriedUntil(view, "gpu")
 */
export function carriedUntil(
  { staking, now }: Pick<NetworkView, "staking" | "now">,
  name: "gpu" | "cpu",
): bigint | undefined {
  const today = advance(poolState(staking.pools[name]), now);
  let pool: PoolState = { ...today, expiring: today.expiring.map(() => 0n) };
  for (let day = 0; day < MOST_DAYS; day++) {
    // Less than a base unit is dust.
    if (pool.carried >> 64n === 0n) return pool.syncedAt;
    pool = advance(pool, pool.syncedAt + DAY);
  }
  return undefined;
}

/**
 * Where Pyth's push oracle keeps the prices that the buyback takes, in shard 0.
 *
 * @example
 * const { buyback } = await readNetwork(read);
 * const prices = buyback && (await pushedPrices(buyback));
 * if (prices) show(offerOf(await readBuyback(read, prices)));
 */
export async function pushedPrices(config: BuybackConfig): Promise<Prices | undefined> {
  const { ioFeed, usdcFeed } = config;
  return priceAccounts({ ioFeed, usdcFeed });
}
