/** The list of wallets to connect. */

import type { Explanation } from "@io-economy/sdk";
import type { ReactElement } from "react";
import { useCluster } from "../data/cluster.js";
import { Dialog } from "../ui/dialog.js";
import { Problem } from "../ui/notice.js";
import type { ListedWallet } from "./wallets.js";

export function WalletDialog(props: {
  isOpen: boolean;
  wallets: readonly ListedWallet[];
  /** Names of wallets that cannot sign on this cluster. */
  others: readonly string[];
  explanation: Explanation | undefined;
  onChoose: (wallet: ListedWallet) => void;
  onClose: () => void;
}): ReactElement {
  const { isOpen, wallets, others, explanation, onChoose, onClose } = props;
  const { config } = useCluster();
  return (
    <Dialog title="Connect a wallet" isOpen={isOpen} onClose={onClose}>
      {wallets.length === 0 ? (
        <p>
          No wallet for {config.cluster.name} is installed in this browser. Install one that follows the
          wallet standard (Phantom, Solflare, Backpack and others do), then load this page again.
        </p>
      ) : (
        <>
          <p className="quiet">
            The page sees the account that you choose. Nothing is signed without your wallet asking you.
          </p>
          <ul className="wallets">
            {wallets.map((wallet) => (
              <li key={wallet.name}>
                <button type="button" className="wallet" onClick={() => onChoose(wallet)}>
                  {/^data:image\//.test(wallet.icon) && wallet.icon.length > 40 ? (
                    <img src={wallet.icon} alt="" width="28" height="28" />
                  ) : (
                    <span className="wallet-letter" aria-hidden="true">
                      {wallet.name.slice(0, 1)}
                    </span>
                  )}
                  {wallet.name}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <p className="quiet">
          Not offered for {config.cluster.name}: {others.join(", ")}. If its settings have that network,
          switch to it there, and load this page again.
        </p>
      )}
      {explanation && <Problem explanation={explanation} />}
    </Dialog>
  );
}
