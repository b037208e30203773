/** Registering a node. */

import { MAX_COMMISSION_BPS, minimumStake, nextNodeId, registerNode } from "@io-economy/sdk";
import { type ReactElement, useState } from "react";
import { useCluster, useNow } from "../data/cluster.js";
import { useAct } from "../tx/transaction.js";
import { Amount } from "../ui/amount.js";
import { Button, SelectField, TextField } from "../ui/form.js";
import { Facts, Section } from "../ui/layout.js";
import { Loaded, Notice } from "../ui/notice.js";
import { percent } from "../words/common.js";
import * as words from "../words/operate.js";
import { whole } from "../compute/wish.js";
import { type ClassesView, useClasses } from "./hooks.js";
import { bpsOf, classesAt } from "./model.js";

export function Register(props: { isFirst: boolean; isPaused: boolean }): ReactElement {
  const { isFirst, isPaused } = props;
  const classes = useClasses();
  return (
    <Section title={isFirst ? "Register your first node" : "Register another node"}>
      {isPaused && (
        <Notice tone="warn" title="No node can be registered while staking is paused.">
          A pause lasts 14 days at most.
        </Notice>
      )}
      <Loaded of={classes} what="the hardware classes">
        {(view) => <Form view={view} isPaused={isPaused} />}
      </Loaded>
    </Section>
  );
}

function Form({ view, isPaused }: { view: ClassesView; isPaused: boolean }): ReactElement {
  const { read } = useCluster();
  const now = useNow();
  const act = useAct();
  const classes = classesAt(view.classes, now, view.names);
  const [chosen, setChosen] = useState("H100");
  const [count, setCount] = useState("8");
  const [share, setShare] = useState("10");
  const hardware = classes.find(({ name }) => name === chosen) ?? classes[0];
  const processors = whole(count);
  const bps = bpsOf(share, MAX_COMMISSION_BPS);
  const minimum =
    hardware && processors !== undefined ? minimumStake({ ...hardware, processors }) : undefined;
  const isReady = hardware && processors !== undefined && bps !== undefined && minimum !== undefined;
  const review = () => {
    if (!isReady || isPaused) return;
    act({
      title: "Register a node",
      sentence: words.registering({ className: hardware.name, processors, minimum, bps }),
      make: async (signer) => {
        const id = await nextNodeId(read, signer.address);
        return registerNode(read, { signer, id, class: hardware.address, processors, commissionBps: bps });
      },
      done: () => "Your node is registered. Next: stake to it, and offer it to clients.",
    });
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        review();
      }}
    >
      <SelectField
        label="Hardware"
        value={hardware?.name ?? ""}
        onChange={setChosen}
        options={classes.map(
          ({ name, multiplier }) => [name, `${name} (multiplier ${multiplier / 100})`] as const,
        )}
      />
      <TextField
        label="Processors"
        inputMode="numeric"
        value={count}
        onChange={setCount}
        error={processors === undefined ? "Name whole processors." : undefined}
      />
      <TextField
        label="Your commission"
        unit="%"
        inputMode="decimal"
        value={share}
        onChange={setShare}
        error={bps === undefined ? `Name a share from 0% to ${percent(MAX_COMMISSION_BPS)}.` : undefined}
        hint="Your part of what delegators earn. A rise holds after 7 days."
      />
      <div className="whole">
        <Facts
          of={[
            {
              label: "It needs a stake of",
              value: minimum === undefined ? "\u2013" : <Amount of={minimum} unit="IO" />,
              note: "at least half of it your own; it comes back 14 days after you take it out",
            },
          ]}
        />
      </div>
      <div className="actions">
        <Button type="submit" look="primary" disabled={!isReady || isPaused}>
          Review
        </Button>
      </div>
    </form>
  );
}
