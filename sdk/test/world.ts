/** A chain after genesis, with staking and orders under way. */

import { type Address, generateKeyPairSigner, type Instruction, type KeyPairSigner } from "@solana/kit";
import { getCreateAssociatedTokenIdempotentInstructionAsync } from "@solana-program/token";
import {
  associatedAddress,
  classAddress,
  EMISSION,
  IO,
  IO_MINT,
  ioEmission,
  ioOrders,
  ioStaking,
  minimumStake,
  nodeAddress,
  reportAvailability,
  stake,
  STAKING_CONFIG,
  tillOf,
  USDC,
} from "../src/index.js";
import { Chain } from "./chain.js";

/** 2026-01-01 00:00:00 UTC. */
export const START = 1_767_225_600n;

/** A hardware class: an H100. */
export const H100 = { id: 2, multiplier: 1_000 };

export class World {
  private constructor(
    readonly chain: Chain,
    readonly admin: KeyPairSigner,
    readonly oracle: KeyPairSigner,
    readonly arbiter: KeyPairSigner,
    /** Holds the community's 100,000,000 IO. */
    readonly community: KeyPairSigner,
  ) {}

  static async create(): Promise<World> {
    const chain = await Chain.create(START);
    const wallet = () => chain.wallet();
    const [admin, oracle, arbiter, community] = [await wallet(), await wallet(), await wallet(), await wallet()];
    const world = new World(chain, admin, oracle, arbiter, community);
    await world.genesis();
    await world.startStaking();
    await world.startOrders();
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
    await this.chain.send(operator, [register]);
    await this.chain.send(operator, await stake(this.chain.read, { owner: operator, node, amount: minimum }));
    await this.attest(node);
    return { operator, node };
  }

  /** The oracle reports a node fully available, as of now. */
  async attest(node: Address) {
    const { revision } = await this.readNode(node);
    const report = { node, revision, availabilityBps: 10_000, reportedAt: this.chain.now };
    await this.chain.send(this.oracle, [reportAvailability(this.oracle, [report])]);
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

  private async genesis() {
    const { chain } = this;
    const { deployer } = chain;
    await chain.send(deployer, [ioEmission.getInitializeInstruction({ deployer })]);
    const others = await Promise.all([1, 2, 3, 4].map(() => generateKeyPairSigner()));
    const owners = [...others, this.community].map(({ address }) => address);
    const create = (owner: Address): Promise<Instruction> =>
      getCreateAssociatedTokenIdempotentInstructionAsync({ payer: deployer, owner, mint: IO_MINT });
    await chain.send(deployer, await Promise.all([...owners, STAKING_CONFIG].map(create)));
    const accounts = await Promise.all(owners.map((owner) => associatedAddress(owner, IO_MINT)));
    const [seedInvestors, seriesAInvestors, coreContributors, ecosystem, community] = accounts as [
      Address,
      Address,
      Address,
      Address,
      Address,
    ];
    const recipients = { seedInvestors, seriesAInvestors, coreContributors, ecosystem, community };
    await chain.send(deployer, [ioEmission.getAllocateInstruction({ deployer, ...recipients })]);
  }

  private async startStaking() {
    const { chain, admin, oracle } = this;
    const { deployer } = chain;
    const initialize = ioStaking.getInitializeInstruction({
      deployer,
      admin: admin.address,
      oracle: oracle.address,
      slasher: (await chain.wallet()).address,
      gpuFloorWeight: 10_000_000n,
      cpuFloorWeight: 1_000_000n,
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
    const initialize = ioOrders.getInitializeInstruction({ deployer, ...roles, rules: RULES });
    const open = (["IO", "USDC"] as const).map((currency) =>
      ioOrders.getOpenPaymentInstruction({ payer: deployer, ...tillOf(currency) }),
    );
    await chain.send(deployer, [initialize, ...open]);
  }
}

/** What orders take over in this world: the fees of genesis. */
export const RULES = {
  leastIo: IO / 10n,
  leastUsdc: USDC / 10n,
  acceptSeconds: 3_600,
  holdbackSeconds: 86_400,
  fees: { bookingBps: 25, paymentBps: 200, providerPaymentBps: 0 },
  padding: new Uint8Array(2),
};

/** So many whole IO. */
export const io = (amount: number) => BigInt(amount) * IO;

function existing<T extends { exists: boolean }>(account: T): T & { exists: true } {
  if (!account.exists) throw new Error("the account is not there");
  return account as T & { exists: true };
}
