/**
 * Rents two processors for a day and waits until the operator accepts:
 *
 *     node rent.mjs http://127.0.0.1:8899 client.json NODE
 */

import { createKeyPairSignerFromBytes, createSolanaRpc } from "@solana/kit";
import {
  createOrder,
  explain,
  formatUsdc,
  fromRpc,
  nextOrderId,
  orderAddress,
  orderFigures,
  parseUsdc,
  readQuote,
  sender,
  toJson,
  watchOrder,
} from "@io-economy/sdk";
import { readFileSync } from "node:fs";

const [url, file, node] = process.argv.slice(2);
const rpc = createSolanaRpc(url);
const read = fromRpc(rpc);
const signer = await createKeyPairSignerFromBytes(Uint8Array.from(JSON.parse(readFileSync(file, "utf8"))));
const terms = { processors: 2, rate: parseUsdc("1.5"), duration: 86_400, currency: "USDC" };

try {
  const { total, missing } = await readQuote(read, signer.address, terms);
  if (missing > 0n) throw new Error(`The wallet lacks ${formatUsdc(missing, { unit: true })}.`);
  const id = await nextOrderId(read, signer.address);
  const { send } = sender({ rpc, payer: signer });
  const { signature } = await send(() => createOrder(read, { signer, id, node, terms, most: total }));
  const order = await orderAddress(signer.address, id);
  console.log(JSON.stringify({ order, signature, total: formatUsdc(total) }));

  const watch = watchOrder({ read, intervalMs: 2_000 }, order);
  await new Promise((resolve) => {
    watch.subscribe(() => {
      const { data } = watch.getState();
      if (data && orderFigures(data).stage !== "open") resolve(undefined);
    });
    watch.connect();
  });
  console.log(JSON.stringify(toJson(orderFigures(watch.getState().data))));
  watch.reset();
} catch (error) {
  const { message, action } = explain(error);
  console.error(message, action);
  process.exitCode = 1;
}
