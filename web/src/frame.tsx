/** The frame around every page: navigation, the cluster, the wallet, and what is wrong with the network. */

import { type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { useHealth, useCluster } from "./data/cluster.js";
import { Link, useRoute } from "./router.js";
import { useTheme } from "./theme.js";
import { Address, shortened } from "./ui/address.js";
import { Amount } from "./ui/amount.js";
import { Button } from "./ui/form.js";
import { Facts } from "./ui/layout.js";
import { Loaded, Notice } from "./ui/notice.js";
import { useAccount, useBalances } from "./wallet/account.js";

const PAGES = [
  ["/network", "Network"],
  ["/stake", "Stake"],
  ["/compute", "Compute"],
  ["/operate", "Operate"],
  ["/claim", "Claim"],
  ["/burn", "Burn"],
  ["/status", "Status"],
] as const;

/** What each state of the cluster is called. */
const HEALTH = {
  connecting: "connecting",
  ok: "",
  slow: "slow",
  down: "no answer",
  otherGenesis: "another genesis",
} as const;

export function Frame({ children }: { children: ReactNode }): ReactElement {
  const { path } = useRoute();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  // A new page begins at its start, for the keyboard too.
  useEffect(() => {
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
    scrollTo(0, 0);
    document.querySelector('.nav a[aria-current="page"]')?.scrollIntoView({ block: "nearest" });
  }, [path]);
  return (
    <>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the page
      </a>
      <header className="head">
        <div className="head-row">
          <Link to="/network" className="brand" aria-label="IO, to the network's page">
            <svg viewBox="0 0 32 32" aria-hidden="true">
              <rect width="32" height="32" rx="7" fill="#1f4fd8" />
              <path
                d="M8 9v14M20 9a7 7 0 1 1 0 14 7 7 0 0 1 0-14"
                fill="none"
                stroke="#fff"
                strokeWidth="3.4"
                strokeLinecap="round"
              />
            </svg>
            IO
          </Link>
          <nav className="nav" aria-label="Pages">
            {PAGES.map(([to, name]) => (
              <Link key={to} to={to} aria-current={path.startsWith(to) ? "page" : undefined}>
                {name}
              </Link>
            ))}
          </nav>
          <div className="tools">
            <ClusterName />
            <ThemeButton />
            <Wallet />
          </div>
        </div>
      </header>
      <main id="main" className="main" ref={main} tabIndex={-1}>
        <Trouble />
        <WalletTrouble />
        {children}
      </main>
      <Foot />
    </>
  );
}

function ClusterName(): ReactElement {
  const { name } = useCluster().config.cluster;
  const { status } = useHealth();
  const said = HEALTH[status] ? `${name}: ${HEALTH[status]}` : name;
  return (
    <span className={`cluster ${status}`} title={said}>
      <span>{said}</span>
    </span>
  );
}

function ThemeButton(): ReactElement {
  const { theme, toggle } = useTheme();
  const next = theme === "dark" ? "light" : "dark";
  return (
    <button type="button" className="icon-button" aria-label={`Switch to ${next} colours`} onClick={toggle}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path
          d={
            theme === "dark"
              ? "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6M8 1.2v1.3M8 13.5v1.3M1.2 8h1.3M13.5 8h1.3M3.2 3.2l.9.9" +
                "M11.9 11.9l.9.9M3.2 12.8l.9-.9M11.9 4.1l.9-.9"
              : "M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1"
          }
        />
      </svg>
    </button>
  );
}

function Wallet(): ReactElement {
  const { address, wallet, ask, disconnect } = useAccount();
  const balances = useBalances();
  const menu = useRef<HTMLDetailsElement>(null);
  useClosing(menu);
  if (!address)
    return (
      <Button look="primary" onClick={ask}>
        Connect
      </Button>
    );
  return (
    <details className="account-menu" key={address} ref={menu}>
      <summary className="button" aria-label={`Your account ${shortened(address)}`}>
        {shortened(address)}
      </summary>
      <div>
        <Loaded of={balances} what="your balances">
          {({ sol, io, usdc }) => (
            <Facts
              of={[
                {
                  label: wallet?.name ?? "Wallet",
                  value: <Address of={address} what="your address" />,
                },
                { label: "IO", value: <Amount of={io ?? 0n} unit="IO" isBare /> },
                { label: "USDC", value: <Amount of={usdc ?? 0n} unit="USDC" isBare /> },
                { label: "SOL", value: <Amount of={sol} unit="SOL" decimals={4} isBare /> },
              ]}
            />
          )}
        </Loaded>
        <Button isSmall onClick={disconnect}>
          Disconnect
        </Button>
      </div>
    </details>
  );
}

/** Closes a menu by Escape, by a click beside it, and when another page opens. */
function useClosing(menu: { current: HTMLDetailsElement | null }): void {
  const { path } = useRoute();
  useEffect(() => void menu.current?.removeAttribute("open"), [menu, path]);
  useEffect(() => {
    const beside = ({ target }: Event) => {
      if (!menu.current?.contains(target as Node)) menu.current?.removeAttribute("open");
    };
    const escaped = ({ key }: KeyboardEvent) => {
      if (key !== "Escape" || !menu.current?.open) return;
      menu.current.removeAttribute("open");
      menu.current.querySelector("summary")?.focus();
    };
    addEventListener("pointerdown", beside);
    addEventListener("keydown", escaped);
    return () => {
      removeEventListener("pointerdown", beside);
      removeEventListener("keydown", escaped);
    };
  }, [menu]);
}

/** What is wrong with the cluster, over every page. */
function Trouble(): ReactElement | null {
  const { status, answeredAt, explanation, genesis } = useHealth();
  const { cluster } = useCluster().config;
  if (status === "otherGenesis")
    return (
      <Notice tone="bad" title={`${cluster.rpc} is another cluster than ${cluster.name}.`}>
        Its genesis hash is {genesis}; this page is set up for {cluster.genesis}. Nothing can be signed here.
      </Notice>
    );
  if (status === "down") {
    const since = answeredAt && new Date(answeredAt).toLocaleTimeString("en-GB", { timeStyle: "short" });
    const title = since
      ? `The cluster does not answer; figures are of ${since}.`
      : "The cluster does not answer.";
    return (
      <Notice tone="bad" title={title}>
        {explanation?.message} The page asks again by itself.
      </Notice>
    );
  }
  if (status === "slow")
    return <Notice tone="warn" title="The cluster answers slowly; figures may be some seconds old." />;
  return null;
}

/** A wallet that was connected, and has switched to an account or a network that is not shared here. */
function WalletTrouble(): ReactElement | null {
  const { wallet, address, ask } = useAccount();
  const { name } = useCluster().config.cluster;
  if (!wallet || address) return null;
  return (
    <Notice
      tone="warn"
      title={`${wallet.name} shares no account on ${name} now.`}
      action={
        <Button isSmall onClick={ask}>
          Connect again
        </Button>
      }
    >
      Switch it back, or connect the account that it is on.
    </Notice>
  );
}

function Foot(): ReactElement {
  const { cluster, index } = useCluster().config;
  return (
    <footer className="foot">
      <span>Read from {new URL(cluster.rpc).host}</span>
      <span>{index ? `History from ${new URL(index).host}` : "No index: without history"}</span>
    </footer>
  );
}
