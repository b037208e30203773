/** Every export says what it is, its units, what it throws; and shows its call: an example that compiles. */

import ts from "typescript";
import { expect, test } from "vitest";
import * as sdk from "../src/index.js";
import { type Exported, exportsOfAll, faultsOf, mayThrow } from "./typescript.js";

const { all, checker } = exportsOfAll();
const functions = all.filter(({ declaration }) => ts.isFunctionDeclaration(declaration));

test("every export is documented, every function and class has an example", () => {
  const shown = all.filter(
    ({ declaration }) => !isType(declaration) && !ts.isVariableDeclaration(declaration),
  );
  expect(all.length).toBeGreaterThan(150);
  expect(all.filter(({ words }) => words === "").map(({ name }) => name)).toEqual([]);
  expect(shown.filter(({ tags }) => !tags.has("example")).map(({ name }) => name)).toEqual([]);
});

const LATER = /^(Watch<|Sender$|LightRpc$|\(\) => void$)/;

test("every function that throws says so", () => {
  const silent = functions.filter(({ declaration, tags }) => {
    // What is returned throws later, as its own type says.
    const isLater = LATER.test((declaration as ts.FunctionDeclaration).type?.getText() ?? "");
    return !isLater && !tags.has("throws") && mayThrow((declaration as ts.FunctionDeclaration).body, checker);
  });
  expect(silent.map(({ name }) => name)).toEqual([]);
});

const UNITS = new RegExp(
  "base unit|second|hour|lamport|byte|month|\\bbps\\b|percent|%|tranche|processor|number|points|fraction" +
    "|weigh|decimals|compute unit|\\bslot|exponent|how often|leaves|code|index|shares",
  "i",
);

test("every number has its unit, at itself or at what it is a part of", () => {
  const faults = all.flatMap(({ name, symbol, declaration, words, tags }) => {
    const said = words + [...tags.values()].join(" ");
    if (ts.isVariableDeclaration(declaration) && isNumber(checker.getTypeOfSymbol(symbol)))
      return UNITS.test(said) ? [] : [name];
    if (ts.isFunctionDeclaration(declaration)) {
      const returned = checker.getSignatureFromDeclaration(declaration)!.getReturnType();
      return isNumber(returned) && !UNITS.test(said) ? [name] : [];
    }
    if (!ts.isInterfaceDeclaration(declaration)) return [];
    return declaration.members.filter(ts.isPropertySignature).flatMap((member) => {
      const field = checker.getSymbolAtLocation(member.name)!;
      const own = ts.displayPartsToString(field.getDocumentationComment(checker));
      const isOne = isNumber(checker.getNonNullableType(checker.getTypeOfSymbol(field)));
      return isOne && !UNITS.test(said + own) ? [`${name}.${field.name}`] : [];
    });
  });
  expect(faults).toEqual([]);
});

test("no name that says too little", () => {
  const names = [...all.map(({ name }) => name), ...Object.keys(sdk)];
  expect(names.filter((name) => /^(due|io|event|currency|number|data|info)$/i.test(name))).toEqual([]);
  expect(names.filter((name) => /due(?!d)/i.test(name))).toEqual([]);
});

test("whoever signs is called `signer` in every flow, and `payer` where it pays for somebody else", () => {
  const named = functions.flatMap(({ name, declaration }) =>
    (declaration as ts.FunctionDeclaration).parameters.flatMap((parameter) => {
      const type = checker.getTypeAtLocation(parameter);
      const own = isSigner(type) ? [`${name}: ${parameter.name.getText()}`] : [];
      const fields = type.getProperties().filter((field) => isSigner(checker.getTypeOfSymbol(field)));
      return [...own, ...fields.map((field) => `${name}: ${field.name}`)];
    }),
  );
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((each) => !each.endsWith(": signer")).sort()).toEqual([
    // Beside the client, whose orders they are.
    "bookNodes: payer",
    "createOrder: payer",
    "request: payer",
    // The fees of what others made.
    "sendBookings: payer",
    "sender: payer",
  ]);
});

/** What examples take as given: in which files, its name, its type. The first row of a name counts. */
const GIVEN: readonly (readonly [files: RegExp, name: string, type: string])[] = [
  [/staking\/node/, "node", "ioStaking.Node"],
  [/vesting\/figures/, "grant", "ioVesting.Grant"],
  [/orders\/(currency|quote)/, "order", "ioOrders.Order"],
  [/lists|addresses/, "operator", "Address"],
  [/wallet\.ts/, "wallet", "StandardWallet & { accounts: readonly StandardAccount[] }"],
  [/react/, "wallet", "StandardWallet"],
  [/network/, "view", "NetworkView"],
  [/orders\/(pick|bill)/, "view", "MarketView"],
  [/buyback/, "view", "BuybackView"],
  [/buyback/, "config", "ioBuyback.Config"],
  [/vesting/, "view", "GrantView"],
  [/airdrop/, "view", "SeasonView"],
  [/./, "view", "StakingView & { stake: ioStaking.Stake }"],
  [/./, "config", "ioStaking.Config"],
  [/./, "category", "ioVesting.Category"],
  [/./, "emission", "ioEmission.Emission"],
  [/./, "state", "ioStaking.Node"],
  [/./, "page", "ioAirdrop.Page"],
  [/./, "rules", "ioOrders.Rules"],
  [/./, "network", "NetworkView"],
  [/./, "bill", "BookingBill"],
  [/./, "cluster", "ClusterView"],
  [/./, "reference", "Uint8Array"],
  [/./, "figures", "RecordFigures"],
  [/./, "entry", "AirdropEntry"],
  [/./, "offer", "Offer"],
  [/./, "prices", "Prices"],
  [/./, "table", "LookupTable"],
  [/./, "terms", "Terms"],
  [/./, "rpc", "LightRpc"],
  [/./, "read", "Read"],
  [/./, "list", "List"],
  [/./, "subscriptions", "SubscriptionsForWatching"],
  [/./, "send", 'Sender["send"]'],
  [/./, "meta", "{ logMessages: string[]; err: unknown }"],
  [/./, "instructions", "Instruction[]"],
  [/./, "swap", "Instruction"],
  [/./, "nodes", "Address[]"],
  [/./, "error", "unknown"],
  [/./, "url", "string"],
  [/./, "App", "() => null"],
  [/./, "root", "Root"],
  [/./, "show", "(...what: unknown[]) => void"],
  [/./, "follow", "(owner: Address | undefined) => void"],
  [/./, "offerOtherNodes", "() => void"],
  ...["io", "usdc"].map((name) => [/./, name, "PythPrice"] as const),
  ...["signer", "operator", "oracle"].map((name) => [/./, name, "TransactionSigner"] as const),
  ...["amount", "now", "id", "cost", "vault"].map((name) => [/./, name, "bigint"] as const),
  ...[
    "node",
    "order",
    "season",
    "grant",
    "wallet",
    "client",
    "auditor",
    "payee",
    "funder",
    "next",
    "address",
  ].map((name) => [/./, name, "Address"] as const),
];

/** What is imported from elsewhere. */
const FOREIGN = [
  [["useMemo"], "react"],
  [["createSolanaRpc", "type Address", "type Instruction", "type TransactionSigner"], "@solana/kit"],
  [["getWallets"], "@wallet-standard/app"],
  [["type Root"], "react-dom/client"],
] as const;

test("every example compiles", () => {
  const shown = all.filter(({ tags }) => tags.has("example"));
  expect(shown.length).toBeGreaterThan(100);
  const modules = shown.map((each) => [`${each.name}.example.tsx`, moduleOf(each)] as const);
  expect(faultsOf(new Map(modules))).toEqual([]);
}, 180_000);

/** An example as a module, which imports and declares what it names. */
function moduleOf({ file, tags }: Exported): string {
  const code = tags.get("example")!;
  const names = (text: string, name: string) => new RegExp(`(?<![.\\w])${name}\\b`).test(text);
  const rows = GIVEN.filter(([files, name], i) => {
    const first = GIVEN.findIndex(([others, same]) => same === name && others.test(file));
    return files.test(file) && first === i && names(code, name);
  });
  const given = rows.map(([, name, type]) => `declare const ${name}: ${type};\n`).join("");
  const own = (folder: string) =>
    all
      .filter((each) => each.file.startsWith(folder))
      .map(({ name, declaration }) => (isType(declaration) ? `type ${name}` : name));
  const imports = [
    [[...own("src"), ...Object.keys(sdk)], "../src/index.js"],
    [own("react"), "../react/src/index.js"],
    ...FOREIGN,
  ] as const;
  const used = imports.map(([from, path]) => {
    const some = new Set(from.filter((each) => names(given + code, each.replace("type ", ""))));
    return `import { ${[...some].join(", ")} } from "${path}";\n`;
  });
  return `${used.join("")}${given}export async function example() {\n${code}\n}\n`;
}

function isType(declaration: ts.Declaration): boolean {
  return ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration);
}

function isNumber(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) !== 0;
}

function isSigner(type: ts.Type): boolean {
  return (
    type.aliasSymbol?.name === "TransactionSigner" ||
    checker.typeToString(type).startsWith("TransactionSigner")
  );
}
