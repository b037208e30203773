/** Claim: what airdrops and grants hold for an address. */

import "../styles/doing.css";
import { address as toAddress, type Address as Key, isAddress } from "@solana/kit";
import { type ReactElement, useEffect, useState } from "react";
import { go, useRoute } from "../router.js";
import { Button, Columns, Empty, Loaded, Notice, Page, Section, TextField } from "../ui/index.js";
import { useAccount } from "../wallet/account.js";
import { Grants } from "./grants.js";
import { useGrants, useSeasons } from "./hooks.js";
import { Seasons } from "./seasons.js";

export default function ClaimPage(): ReactElement {
  const { query } = useRoute();
  const { address, ask } = useAccount();
  const asked = query.get("of") ?? undefined;
  const wallet: Key | undefined = asked && isAddress(asked) ? toAddress(asked) : address;
  const seasons = useSeasons(wallet);
  const grants = useGrants(wallet);
  const [text, setText] = useState(wallet ?? "");
  useEffect(() => setText(wallet ?? ""), [wallet]);
  const isWrong = text !== "" && !isAddress(text.trim());
  const look = () => {
    if (text === "") return go("/claim");
    if (!isWrong) go("/claim", { of: text.trim() === address ? undefined : text.trim() });
  };
  return (
    <Page
      title="Claim"
      lead="Airdrops and grants of an address. Whoever signs pays the fee; the IO goes to its owner."
    >
      <Section title="Whose">
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            look();
          }}
        >
          <div className="whole">
            <TextField
              label="Address of a wallet"
              value={text}
              onChange={setText}
              placeholder="your own, or anybody's"
              error={isWrong ? "This is no address." : undefined}
              hint={wallet && wallet === address ? "The wallet that is connected." : undefined}
            />
          </div>
          <div className="actions">
            <Button type="submit" look="primary">
              Look it up
            </Button>
            {!address && <Button onClick={ask}>Use my wallet</Button>}
            {address && wallet !== address && <Button onClick={() => go("/claim")}>Use my wallet</Button>}
          </div>
        </form>
      </Section>
      {asked && !isAddress(asked) && <Notice tone="bad" title="The link names no address." />}
      <Section title="Airdrops" note="seasons of points, paid in IO by the share of points">
        <Loaded of={seasons} what="the seasons" lines={5}>
          {(view) => <Seasons view={view} wallet={wallet} isOwn={wallet === address} />}
        </Loaded>
      </Section>
      <Columns>
        <Section title="Grants" note="locked parts of genesis, which unlock by the month">
          {wallet ? (
            <Loaded of={grants} what="the grants" lines={3}>
              {(rows) => <Grants key={wallet} rows={rows} wallet={wallet} isOwn={wallet === address} />}
            </Loaded>
          ) : (
            <Empty title="Whose grants?">Connect a wallet or enter an address above.</Empty>
          )}
        </Section>
      </Columns>
    </Page>
  );
}
