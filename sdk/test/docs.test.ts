/** Every export says what it is; every function shows how it is called, and how often it asks the cluster. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import * as sdk from "../src/index.js";
import { parseIo, parseUsdc, type Read } from "../src/index.js";
import { io, PRICES, World } from "./world.js";

const ROOT = join(import.meta.dirname, "..");

test("every export is documented, every function has an example", () => {
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const index = join(ROOT, "src/index.ts");
  const program = ts.createProgram([index], options);
  const checker = program.getTypeChecker();
  const faults: string[] = [];
  const all = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)!)!);
  for (const exported of all) {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    const [declaration] = symbol.declarations ?? [];
    if (!declaration || declaration.getSourceFile().fileName.includes("/generated/")) continue;
    if (symbol.getDocumentationComment(checker).length === 0) faults.push(`${symbol.name}: no words`);
    const hasExample = symbol.getJsDocTags(checker).some(({ name }) => name === "example");
    if (ts.isFunctionDeclaration(declaration) && !hasExample) faults.push(`${symbol.name}: no example`);
  }
  expect(faults).toEqual([]);
});

describe("as many requests as README.md says", () => {
  let world: World;
  let requests = 0;
  const read: Read = (addresses) => {
    requests += 1;
    return world.chain.read(addresses);
  };
  /** The flows of a row of the table. */
  const row = (count: string) =>
    [
      ...new RegExp(`^\\| ${count} \\| (.+) \\|$`, "m")
        .exec(readFileSync(join(ROOT, "README.md"), "utf8"))![1]!
        .matchAll(/`(\w+)`/g),
    ].map(([, name]) => name!);

  let calls: Record<string, () => unknown>;
  beforeAll(async () => {
    world = await World.create();
    const { chain } = world;
    const { operator, node } = await world.node(8);
    const signer = await world.holder(io(1_000));
    await chain.send(signer, await sdk.stake(chain.read, { signer, node, amount: io(10) }));
    await chain.mintUsdc(signer.address, parseUsdc("1,000"));
    await chain.mintUsdc(sdk.BUYBACK_CONFIG, parseUsdc("1,000"));
    const terms = { processors: 1, rate: parseUsdc("1"), duration: 5 * 86_400, currency: "USDC" } as const;
    const id = await sdk.nextOrderId(chain.read, signer.address);
    await chain.send(signer, await sdk.createOrder(chain.read, { signer, id, node, terms }));
    const order = await sdk.orderAddress(signer.address, id);
    const accept = { signer: operator, order, extendable: true };
    await chain.send(operator, await sdk.acceptOrder(chain.read, accept));
    // Past the holdback, so that a settlement pays.
    chain.pass(100_000n);
    await world.attest(node);
    world.postPrices(20_000_000n);
    const [holder, step] = [
      { signer, node },
      { signer, order },
    ];
    const swap = { programAddress: node, accounts: [], data: new Uint8Array() };
    calls = {
      stake: () => sdk.stake(read, { ...holder, amount: 1n }),
      claim: () => sdk.claim(read, holder),
      claimMany: () => sdk.claimMany(read, { signer, nodes: [node] }),
      restake: () => sdk.restake(read, holder),
      unstake: () => sdk.unstake(read, holder),
      withdraw: () => sdk.withdraw(read, holder),
      claimAndStake: () => sdk.claimAndStake(read, { ...holder, amount: 1n }),
      closeStake: () => sdk.closeStake(holder),
      createOrder: () => sdk.createOrder(read, { signer, id: id + 1n, node, terms }),
      acceptOrder: () => sdk.acceptOrder(read, accept),
      extendOrder: () => sdk.extendOrder(read, { ...step, seconds: 60 }),
      disputeOrder: () => sdk.disputeOrder(read, step),
      closeOrder: () => sdk.closeOrder(read, step),
      cancelOrder: () => sdk.cancelOrder(read, step),
      endOrder: () => sdk.endOrder(read, step),
      settleOrder: () => sdk.settleOrder(read, step),
      nextOrderId: () => sdk.nextOrderId(read, signer.address),
      sweepFees: () => sdk.sweepFees(read, "USDC"),
      fill: () => sdk.fill(read, { signer, prices: PRICES, io: parseIo("1") }),
      burnFees: () => sdk.burnFees(),
      openAuction: () => sdk.openAuction(),
      swapAndBurn: () => sdk.swapAndBurn({ prices: PRICES, usdc: 1n, swap }),
      proposeBeneficiary: () => sdk.proposeBeneficiary({ signer, grant: node, next: node }),
      acceptBeneficiary: () => sdk.acceptBeneficiary({ signer, grant: node }),
      crank: () => sdk.crank(),
      readStaking: () => sdk.readStaking(read, node, signer.address),
      readOrder: () => sdk.readOrder(read, order),
      readBuyback: () => sdk.readBuyback(read, PRICES),
      readBalances: () => sdk.readBalances(read, signer.address),
      readRules: () => sdk.readRules(read),
      readQuote: () => sdk.readQuote(read, signer.address, terms),
      readUnclaimed: () => sdk.readUnclaimed(read, signer.address),
      supply: () => sdk.supply(read),
    };
  });

  test("each", async () => {
    const [none, two] = [row("none"), row("two")];
    for (const [name, call] of Object.entries(calls)) {
      requests = 0;
      await call();
      expect(requests, name).toBe(none.includes(name) ? 0 : two.includes(name) ? 2 : 1);
    }
  });
});
