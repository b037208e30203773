/** A chain after genesis, with staking, orders and buyback under way. */

import {
  type Address,
  generateKeyPairSigner,
  getAddressDecoder,
  getI32Encoder,
  getI64Encoder,
  getU64Encoder,
  type Instruction,
  type KeyPairSigner,
  lamports,
} from "@solana/kit";
import { getCreateAssociatedTokenIdempotentInstructionAsync } from "@solana-program/token";
import {
  associatedAddress,
  BUYBACK_CONFIG,
  classAddress,
  CORE_CATEGORY,
  EMISSION,
  ONE_IO,
  IO_MINT,
  ioBuyback,
  ioEmission,
  ioOrders,
  ioStaking,
  ioVesting,
  minimumStake,
  nodeAddress,
  PYTH_RECEIVER,
  reportAvailability,
  SEED_CATEGORY,
  SERIES_A_CATEGORY,
  stake,
  STAKING_CONFIG,
  SWAPPER,
  currencyAccounts,
  ONE_USDC,
  USDC_MINT,
} from "../src/index.js";
import { Chain } from "./chain.js";

/** 2026-01-01 00:00:00 UTC. */
export const START = 1_767_225_600n;

/** The locked parts of genesis. */
const CATEGORIES = [SEED_CATEGORY, SERIES_A_CATEGORY, CORE_CATEGORY];

/** A hardware class: an H100. */
export const H100 = { id: 2, multiplier: 1_000 };

export class World {
  /** Proposes slashes. */
  slasher!: KeyPairSigner;

  private constructor(
    readonly chain: Chain,
    readonly admin: KeyPairSigner,
    readonly oracle: KeyPairSigner,
    readonly arbiter: KeyPairSigner,
    /** Grants what is locked. */
    readonly manager: KeyPairSigner,
    /** Holds the community's 100,000,000 IO. */
    readonly community: KeyPairSigner,
  ) {}

  static async create(): Promise<World> {
    const chain = await Chain.create(START);
    const wallet = () => chain.wallet();
    const [admin, oracle, arbiter, manager, community] = [
      await wallet(),
      await wallet(),
      await wallet(),
      await wallet(),
      await wallet(),
    ];
    const world = new World(chain, admin, oracle, arbiter, manager, community);
    await world.genesis();
    await world.startStaking();
    await world.startOrders();
    await world.startBuyback();
    return world;
  }

  /** A wallet with so many base units of IO. */
  async holder(amount: bigint): Promise<KeyPairSigner> {
    const wallet = await this.chain.wallet();
    if (amount > 0n) await this.chain.transfer(this.community, wallet.address, IO_MINT, amount);
    return wallet;
  }

  /** A node of H100s with its minimum staked, reported fully available. */
  async node(processors: number, commissionBps = 0): Promise<{ operator: KeyPairSigner; node: Address }> {
    const minimum = minimumStake({ ...H100, processors });
    const operator = await this.holder(2n * minimum);
    const node = await this.register(operator, processors, commissionBps);
    const staking = { signer: operator, node, amount: minimum };
    await this.chain.send(operator, await stake(this.chain.read, staking));
    await this.attest(node);
    return { operator, node };
  }

  /** A node of H100s without stake or report. */
  async register(operator: KeyPairSigner, processors: number, commissionBps = 0): Promise<Address> {
    const node = await nodeAddress(operator.address, 0);
    const register = ioStaking.getRegisterNodeInstruction({
      operator,
      class: await classAddress(H100.id),
      node,
      id: 0,
      processors,
      commissionBps,
      payout: operator.address,
    });
    // As much as others may fill: half of the minimum.
    const offer = ioStaking.getSetOfferInstruction({ operator, node, amount: 2n ** 63n });
    await this.chain.send(operator, [register, offer]);
    return node;
  }

  /** The oracle reports a node fully available, as of now. */
  async attest(node: Address) {
    const { revision, class: hardware } = await this.readNode(node);
    const report = { node, class: hardware, revision, availabilityBps: 10_000, reportedAt: this.chain.now };
    await this.chain.send(this.oracle, [reportAvailability({ signer: this.oracle, reports: [report] })]);
  }

  async readNode(node: Address) {
    return ioStaking.decodeNode(existing(this.chain.svm.getAccount(node))).data;
  }

  async readConfig() {
    return ioStaking.decodeConfig(existing(this.chain.svm.getAccount(STAKING_CONFIG))).data;
  }

  async readEmission() {
    return ioEmission.decodeEmission(existing(this.chain.svm.getAccount(EMISSION))).data;
  }

  /** Pyth's receiver posts a price of IO and one of USDC, in 10^-8 USD, as of now. */
  postPrices(io: bigint, usdc = 100_000_000n, average = io) {
    this.post(PRICES.io, IO_FEED, io, average);
    this.post(PRICES.usdc, USDC_FEED, usdc);
  }

  private post(address: Address, feed: Uint8Array, price: bigint, average = price) {
    const data = new Uint8Array(133);
    data.set([34, 241, 35, 99, 157, 126, 244, 205]);
    data.set([1, ...feed], 40);
    data.set(getI64Encoder().encode(price), 73);
    data.set(getU64Encoder().encode(price / 2_000n), 81);
    data.set(getI32Encoder().encode(-8), 89);
    data.set(getI64Encoder().encode(this.chain.now), 93);
    data.set(getI64Encoder().encode(average), 109);
    const account = { address, data, executable: false, lamports: lamports(1_000_000_000n), space: 133n };
    this.chain.svm.setAccount({ ...account, programAddress: PYTH_RECEIVER });
  }

  private async genesis() {
    const { chain } = this;
    const { deployer } = chain;
    await chain.send(deployer, [ioEmission.getInitializeInstruction({ deployer })]);
    const create = (owner: Address): Promise<Instruction> =>
      getCreateAssociatedTokenIdempotentInstructionAsync({ payer: deployer, owner, mint: IO_MINT });
    const { address: manager } = this.manager;
    const managers = { seed: manager, seriesA: manager, core: manager };
    await chain.send(deployer, [
      ...(await Promise.all(CATEGORIES.map(create))),
      ioVesting.getInitializeInstruction({ deployer, managers }),
    ]);
    await chain.setUpgradeAuthority(ioVesting.IO_VESTING_PROGRAM_ADDRESS, false);
    const owners = [(await generateKeyPairSigner()).address, this.community.address];
    await chain.send(deployer, await Promise.all([...owners, STAKING_CONFIG].map(create)));
    const [ecosystem, community] = (await Promise.all(
      owners.map((owner) => associatedAddress(owner, IO_MINT)),
    )) as [Address, Address];
    const allocate = ioEmission.getAllocateInstruction({ deployer, ecosystem, community });
    await chain.send(deployer, [allocate, ioVesting.getStartInstruction({})]);
  }

  private async startStaking() {
    const { chain, admin, oracle } = this;
    const { deployer } = chain;
    this.slasher = await chain.wallet();
    const initialize = ioStaking.getInitializeInstruction({
      deployer,
      admin: admin.address,
      oracle: oracle.address,
      slasher: this.slasher.address,
      gpuFullWeight: 1_000_000_000n,
      cpuFullWeight: 1_000_000_000n,
    });
    await chain.send(deployer, [initialize]);
    const newClass = await ioStaking.getCreateClassInstructionAsync({
      admin,
      id: H100.id,
      pool: ioStaking.PoolKind.Gpu,
      multiplier: H100.multiplier,
    });
    await chain.send(admin, [newClass]);
  }

  private async startOrders() {
    const { chain, admin, oracle } = this;
    const { deployer } = chain;
    const roles = { admin: admin.address, oracle: oracle.address, arbiter: this.arbiter.address };
    const prices = { ioFeed: IO_FEED, usdcFeed: USDC_FEED, maxAge: 30, maxConfBps: 100 };
    const initialize = ioOrders.getInitializeInstruction({ deployer, ...roles, rules: RULES, prices });
    const open = (["IO", "USDC"] as const).map((currency) =>
      ioOrders.getOpenLedgerInstruction({ payer: deployer, ...currencyAccounts(currency) }),
    );
    await chain.send(deployer, [initialize, ...open]);
  }

  private async startBuyback() {
    const { chain, admin } = this;
    const { deployer } = chain;
    const feeds = { ioFeed: IO_FEED, usdcFeed: USDC_FEED };
    const roles = { deployer, admin: admin.address, ...feeds };
    await chain.send(deployer, [ioBuyback.getInitializeInstruction({ ...roles, params: BUYBACK_PARAMS })]);
    for (const owner of [BUYBACK_CONFIG, SWAPPER]) {
      for (const mint of [IO_MINT, USDC_MINT]) await chain.account(owner, mint);
    }
  }
}

/** The parameters of buyback in this world. */
export const BUYBACK_PARAMS = {
  dailyCap: 24_000n * ONE_USDC,
  leastBudget: 100_000_000,
  period: 3_600,
  maxAge: 60,
  maxConfBps: 100,
  underBps: 500,
  overBps: 500,
};

/** Pyth's feeds in this world, and where their prices are posted. */
const [IO_FEED, USDC_FEED] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const posted = (fill: number) => getAddressDecoder().decode(new Uint8Array(32).fill(fill));
export const PRICES = { io: posted(0xf0), usdc: posted(0xf1) };

/** What orders take over in this world: the fees of genesis. */
export const RULES = {
  leastIo: ONE_IO / 10n,
  leastUsdc: ONE_USDC / 10n,
  acceptSeconds: 3_600,
  holdbackSeconds: 86_400,
  fees: { bookingBps: 25, paymentBps: 200, providerPaymentBps: 0 },
  padding: new Uint8Array(2),
};

/** So many whole IO. */
export const io = (amount: number) => BigInt(amount) * ONE_IO;

function existing<T extends { exists: boolean }>(account: T): T & { exists: true } {
  if (!account.exists) throw new Error("the account is not there");
  return account as T & { exists: true };
}
