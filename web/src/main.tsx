/** Starts the page: config first, then everything that follows from it. */

import "./styles/base.css";
import "./styles/frame.css";
import "./styles/parts.css";
import "./styles/controls.css";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { loadConfig } from "./config.js";
import { ClusterProvider } from "./data/cluster.js";
import { applyTheme } from "./theme.js";
import { TransactionProvider } from "./tx/transaction.js";
import { Notice } from "./ui/notice.js";
import { AccountProvider } from "./wallet/account.js";

applyTheme();
const root = createRoot(document.getElementById("root")!);

try {
  const config = await loadConfig();
  root.render(
    <ClusterProvider config={config}>
      <AccountProvider>
        <TransactionProvider>
          <App />
        </TransactionProvider>
      </AccountProvider>
    </ClusterProvider>,
  );
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  root.render(
    <main className="main">
      <Notice tone="bad" title="The page does not know which cluster to read.">
        {message}. Whoever runs this site puts a config.json beside the page.
      </Notice>
    </main>,
  );
}
