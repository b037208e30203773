/** What an operator asks for a node. */

import { MAX_NOTICE_HOURS, type NewAsk, setAsk } from "@io-economy/sdk";
import { type ReactElement, useState } from "react";
import { secondsOf, whole } from "../compute/wish.js";
import { useCluster, useNow } from "../data/cluster.js";
import { DAY, HOUR } from "../spans.js";
import { FormDialog } from "../stake/form-dialog.js";
import { useFormAct } from "../tx/transaction.js";
import { enteredText } from "../ui/amount.js";
import { AmountField, CheckField, parseAmount, SelectField, TextField } from "../ui/form.js";
import { Notice } from "../ui/notice.js";
import { dateText } from "../ui/time.js";
import * as words from "../words/operate.js";
import { bpsOf, type OwnNode } from "./model.js";

type InIo = "no" | "rate" | "oracle";

const DAYS = 30;

/** Asks for the terms of an ask, those of the last one first. */
export function AskDialog({ own, onClose }: { own: OwnNode; onClose: () => void }): ReactElement {
  const { address, node, ask } = own;
  const { read } = useCluster();
  const now = useNow();
  const act = useFormAct(onClose);
  const last = ask?.terms;
  const [usdc, setUsdc] = useState(last && last.rateUsdc > 0n ? enteredText(last.rateUsdc, "USDC") : "2");
  const [inIo, setInIo] = useState<InIo>(
    last?.oracleIo ? "oracle" : last && last.rateIo > 0n ? "rate" : "no",
  );
  const [io, setIo] = useState(last && last.rateIo > 0n ? enteredText(last.rateIo, "IO") : "");
  const [premium, setPremium] = useState(last?.oracleIo ? String(last.premiumBps / 100) : "2");
  const [least, setLeast] = useState(String((last?.leastSeconds ?? HOUR) / HOUR));
  const [most, setMost] = useState(String(Math.floor((last?.mostSeconds ?? DAYS * DAY) / DAY) || 1));
  const [hired, setHired] = useState(
    String(Math.min(last?.mostHired ?? node.ledger.processors, node.ledger.processors)),
  );
  const [notice, setNotice] = useState(String(last?.noticeHours ?? 24));
  const [extendable, setExtendable] = useState(last?.extendable ?? true);

  const rateUsdc = parseAmount(usdc, "USDC").amount;
  const rateIo = inIo === "rate" ? parseAmount(io, "IO").amount : undefined;
  const premiumBps = inIo === "oracle" ? bpsOf(premium, 1_000) : undefined;
  const leastSeconds = secondsOf({ time: least, unit: "hours" });
  const mostSeconds = secondsOf({ time: most, unit: "days" });
  const mostHired = whole(hired);
  const noticeHours = /^\d{1,2}$/.test(notice.trim()) ? Number(notice) : undefined;
  const wrong = {
    io: inIo === "rate" && !rateIo ? (parseAmount(io, "IO").error ?? "Name a rate above 0.") : undefined,
    premium: inIo === "oracle" && premiumBps === undefined ? "Name a share from 0% to 10%." : undefined,
    least: typeof leastSeconds === "string" ? leastSeconds : undefined,
    most:
      typeof mostSeconds === "string"
        ? mostSeconds
        : typeof leastSeconds === "number" && mostSeconds < leastSeconds
          ? "The longest order is shorter than the shortest."
          : undefined,
    hired:
      mostHired === undefined || mostHired > node.ledger.processors
        ? `Name 1 to ${node.ledger.processors}.`
        : undefined,
    notice:
      noticeHours === undefined || noticeHours > MAX_NOTICE_HOURS
        ? `Name 0 to ${MAX_NOTICE_HOURS} hours.`
        : undefined,
    usdc: rateUsdc === 0n ? "Name a rate above 0, or leave it empty." : undefined,
  };
  const hasRate = (rateUsdc !== undefined && rateUsdc > 0n) || (rateIo !== undefined && rateIo > 0n);
  const needsUsdc = inIo === "oracle" && rateUsdc === undefined;
  const isReady =
    hasRate && !needsUsdc && !Object.values(wrong).some(Boolean) && !parseAmount(usdc, "USDC").error;

  const review = () => {
    const terms = {
      leastSeconds: leastSeconds as number,
      mostSeconds: mostSeconds as number,
      mostHired: mostHired!,
      noticeHours: noticeHours!,
      extendable,
      oracleSeconds: oracleSecondsOf(leastSeconds as number, mostSeconds as number),
      validSeconds: DAYS * DAY,
      ...(rateUsdc !== undefined && { rateUsdc }),
      ...(rateIo !== undefined && { rateIo }),
      ...(premiumBps !== undefined && { ioPremiumBps: premiumBps }),
    } satisfies Omit<NewAsk, "signer" | "node">;
    act({
      title: "Offer a node",
      sentence: words.asking({
        ...terms,
        rateUsdc: rateUsdc ?? 0n,
        rateIo: rateIo ?? 0n,
        oracleIo: premiumBps !== undefined,
        premiumBps: premiumBps ?? 0,
        until: dateText(now + BigInt(DAYS * DAY), false),
      }),
      make: (signer) => setAsk(read, { signer, node: address, ...terms }),
      done: () => "Clients can book it now.",
    });
  };

  return (
    <FormDialog
      title={`Offer node ${node.id}`}
      onClose={onClose}
      onReview={isReady ? review : undefined}
      below={
        needsUsdc ? (
          <Notice tone="warn">Name the rate in USDC for which IO is taken at the oracle's price.</Notice>
        ) : !hasRate ? (
          <Notice tone="warn">Name a rate, in USDC, in IO, or both.</Notice>
        ) : (
          <p className="quiet">Rates are for one processor. The offer stands for {DAYS} days.</p>
        )
      }
    >
      <AmountField label="USDC an hour" unit="USDC" value={usdc} onChange={setUsdc} error={wrong.usdc} />
      <SelectField
        label="IO"
        value={inIo}
        onChange={setInIo}
        options={[
          ["no", "Not taken"],
          ["rate", "At a rate of its own"],
          ["oracle", "At the oracle's price"],
        ]}
      />
      {inIo === "rate" && (
        <AmountField label="IO an hour" unit="IO" value={io} onChange={setIo} error={wrong.io} />
      )}
      {inIo === "oracle" && (
        <TextField
          label="Premium"
          unit="%"
          inputMode="decimal"
          value={premium}
          onChange={setPremium}
          error={wrong.premium}
        />
      )}
      <TextField
        label="Shortest order"
        unit="hours"
        inputMode="numeric"
        value={least}
        onChange={setLeast}
        error={wrong.least}
      />
      <TextField
        label="Longest order"
        unit="days"
        inputMode="numeric"
        value={most}
        onChange={setMost}
        error={wrong.most}
      />
      <TextField
        label="Processors"
        inputMode="numeric"
        value={hired}
        onChange={setHired}
        error={wrong.hired}
      />
      <TextField
        label="Notice"
        unit="hours"
        inputMode="numeric"
        value={notice}
        onChange={setNotice}
        error={wrong.notice}
        hint="Told before you leave; clients prefer more."
      />
      <div className="whole">
        <CheckField label="Clients may extend their orders" value={extendable} onChange={setExtendable} />
      </div>
    </FormDialog>
  );
}

/** The longest order at the oracle's price, which moves: a day, within what the ask takes. */
export function oracleSecondsOf(leastSeconds: number, mostSeconds: number): number {
  return Math.max(Math.min(DAY, mostSeconds), leastSeconds);
}
