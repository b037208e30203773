/**
 * Nodes booked at what is asked for them: several in one transaction are a cluster, all or none.
 */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { askAddress, associatedAddress, orderAddress } from "../addresses.js";
import { checkBytes } from "../check.js";
import { emitsOrders } from "../emits.js";
import { badInput } from "../errors/io-error.js";
import { getBookInstruction } from "../generated/io_orders/instructions/book.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "../generated/io_orders/address.js";
import { type LookupTable, lookupTables } from "../lookup.js";
import type { Read } from "../read.js";
import { sender } from "../send/sender.js";
import type { Landed, SenderOptions } from "../send/types.js";
import { currentSlot, deactivateTable, makeTable } from "../tables.js";
import { MAX_TRANSACTION_BYTES, transactionSize } from "../wire.js";
import type { BookingBill } from "./bill.js";
import { currencyAccounts } from "./currency.js";
import { freeOrderIds } from "./ids.js";

/** The number of nodes that one transaction books at most: the log of more has more than 10 KB. */
export const MOST_IN_CLUSTER = 8;

/** What a client books. */
export interface NewBooking {
  /** The client, whose orders they are, and all that returns. */
  signer: TransactionSigner;
  /** Pays cost, fees and rent instead of the client; all that returns is the client's. */
  payer?: TransactionSigner;
  /** What `quoteBooking` has shown: the client signs for these asks, and for no more than this. */
  bill: BookingBill;
  /**
   * 32 bytes of the client's choice, which name the cluster; its first order's number unless given.
   */
  reference?: Uint8Array;
  /** Lookup tables that the sender has, too. */
  tables?: readonly LookupTable[];
}

/** Nodes that are booked by one transaction, all or none. */
export interface ClusterBooking {
  /** The instructions of that transaction. */
  instructions: Instruction[];
  /** The orders' addresses, in the order of the bill. */
  orders: Address[];
  /**
   * The accounts of a lookup table without which the transaction does not fit; empty if it does.
   * `sendBookings` makes it, and gives it up after.
   */
  table: Address[];
}

/** What is to be signed, and what it says before. */
export interface Bookings {
  /** More than one if the bill has more than eight nodes. */
  clusters: ClusterBooking[];
  /** What the orders share: `listOrders(list, { client, reference })` finds them. */
  reference: Uint8Array;
  /** The most that is paid in, in base units. */
  most: bigint;
  /** For a person, before anything is signed: in how many transactions, and what that means. */
  words: string;
}

/**
 * Books the nodes of a bill, paid from the associated token account of the payer, or of the signer.
 * Nothing is signed: `words` says what will be, and {@link sendBookings} sends it, with a lookup
 * table where one is needed. A cluster without a table can be sent as any flow. Two requests.
 *
 * @example
 * const view = await readMarket(list, read);
 * const bill = quoteBooking(view, pickNodes(view, { class: "H100", seconds: 86_400 }, 16), 86_400);
 * const bookings = await bookNodes(read, { signer, bill });
 * show(bill.words, bookings.words);
 * await sendBookings({ rpc, read, payer: signer }, bookings);
 * @throws {IoError} `badInput`.
 */
export async function bookNodes(read: Read, booking: NewBooking): Promise<Bookings> {
  emitsOrders();
  const { signer, payer = signer, bill, tables = [] } = booking;
  const { currency, seconds, lines, prices } = bill;
  if (lines.length === 0) throw badInput("Pick at least one node.");
  const { mint, ledger, vault } = currencyAccounts(currency);
  if (!prices && lines.some(({ offer }) => offer.isAtOracle))
    throw badInput("A booking at the oracle's price names the accounts of its prices.");
  const noted = booking.reference && checkBytes(booking.reference, "The reference", 32);
  const ids = await freeOrderIds(read, signer.address, lines.length);
  const reference = noted ?? referenceOf(ids[0]!);
  const source = await associatedAddress(payer.address, mint);
  const calls = await Promise.all(
    lines.map(async ({ offer, processors, most }, i) => {
      const [ask, order] = await Promise.all([
        askAddress(offer.address),
        orderAddress(signer.address, ids[i]!),
      ]);
      const named = { client: signer, payer, ledger, ask, node: offer.address, order, source, vault };
      const priced = offer.isAtOracle && prices ? { ioPrice: prices.io, usdcPrice: prices.usdc } : {};
      const params = { seq: offer.ask.seq, processors, duration: seconds, most, reference };
      return { order, call: getBookInstruction({ ...named, ...priced, id: ids[i]!, ...params }) };
    }),
  );
  const clusters: ClusterBooking[] = [];
  for (let first = 0; first < calls.length; first += MOST_IN_CLUSTER) {
    const some = calls.slice(first, first + MOST_IN_CLUSTER);
    const instructions = some.map(({ call }) => call as Instruction);
    const size = transactionSize(instructions, signer.address, lookupTables(tables));
    const table = size > MAX_TRANSACTION_BYTES ? accountsOf(instructions) : [];
    clusters.push({ instructions, orders: some.map(({ order }) => order), table });
  }
  return { clusters, reference, most: bill.most, words: wordsOf(lines.length, clusters) };
}

/** `cluster 7`: the number of a cluster's first order. */
function referenceOf(first: bigint): Uint8Array {
  const reference = new Uint8Array(32);
  reference.set(new TextEncoder().encode(`cluster ${first}`));
  return reference;
}

/** What a table of these instructions holds: nobody who signs, and not the program itself. */
function accountsOf(instructions: readonly Instruction[]): Address[] {
  const metas = instructions.flatMap(({ accounts = [] }) => accounts);
  const signers = new Set(metas.filter(({ role }) => role & 2).map(({ address }) => address));
  const all = new Set(metas.map(({ address }) => address));
  return [...all].filter((address) => !signers.has(address) && address !== IO_ORDERS_PROGRAM_ADDRESS);
}

function wordsOf(nodes: number, clusters: readonly ClusterBooking[]): string {
  const tables = clusters.filter(({ table }) => table.length > 0).length;
  const many = clusters.length > 1;
  const what = many
    ? `${nodes} nodes are booked in ${clusters.length} transactions: each books its nodes, at most ` +
      `${MOST_IN_CLUSTER}, or none.`
    : nodes > 1
      ? `${nodes} nodes are booked in one transaction: all of them or none.`
      : "One node is booked.";
  if (tables === 0) return what;
  const which = many ? "Transactions that are" : "It is";
  const kept = "a lookup table goes before and is given up after; its rent returns once it is closed.";
  return `${what} ${which} too long without a lookup table: ${kept}`;
}

/** What became of bookings. */
export interface SentBookings {
  /** The transactions that booked, one for each cluster. */
  landed: Landed[];
  /**
   * Lookup tables that were made and given up: some 4 minutes later `closeTable` returns their
   * rent.
   */
  tables: Address[];
}

/** How {@link sendBookings} sends. */
export interface BookingOptions extends SenderOptions {
  read: Read;
  /** Called before each transaction, with what it does. */
  told?: (step: string) => void;
}

/**
 * Sends bookings, each cluster by a transaction of its own. Where one does not fit, a lookup table
 * of its accounts is made before, and given up after, whether the nodes were booked or not. `payer`
 * pays the fees of the transactions, and owns the table.
 *
 * @example
 * const bookings = await bookNodes(read, { signer, bill });
 * const { landed } = await sendBookings({ rpc, read, payer: signer }, bookings);
 * show(landed[0]?.signature);
 * @throws {IoError} as `sender`; what was booked before is on chain then: look at the clusters'
 * orders.
 */
export async function sendBookings(
  options: BookingOptions,
  { clusters }: Pick<Bookings, "clusters">,
): Promise<SentBookings> {
  const { read, told = () => {}, ...sending } = options;
  const { payer, lookups, pollMs = 500 } = sending;
  const [landed, tables]: [Landed[], Address[]] = [[], []];
  for (const { instructions, table: addresses, orders } of clusters) {
    const book = async (table?: LookupTable) => {
      told(orders.length > 1 ? `Books ${orders.length} nodes, all of them or none.` : "Books a node.");
      const used = table ? lookupTables([table]) : lookups;
      const { send } = sender({ ...sending, ...(used && { lookups: used }) });
      landed.push(await send(() => instructions));
    };
    if (addresses.length === 0) {
      await book();
      continue;
    }
    const { send } = sender(sending);
    const { table, steps } = await makeTable(read, { signer: payer, addresses });
    for (const step of steps) {
      told("Makes a lookup table of the nodes' accounts.");
      await send(step);
    }
    // What was added counts from the next slot on.
    const added = await currentSlot(read);
    while ((await currentSlot(read)) <= added) await new Promise((resolve) => setTimeout(resolve, pollMs));
    tables.push(table.address);
    try {
      await book(table);
    } finally {
      told("Gives the lookup table up.");
      // Its owner can do it later: the nodes are booked, or why not is what counts.
      await send([deactivateTable({ signer: payer, table: table.address })]).catch(() => {});
    }
  }
  return { landed, tables };
}
