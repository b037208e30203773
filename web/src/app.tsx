/** The pages, each loaded when it is opened. */

import { Component, type ComponentType, lazy, type ReactElement, type ReactNode, Suspense } from "react";
import { Frame } from "./frame.js";
import { Link, useRoute } from "./router.js";
import { Page } from "./ui/layout.js";
import { Empty, Loading, Notice } from "./ui/notice.js";

const PAGES: Readonly<Record<string, ComponentType>> = {
  network: lazy(() => import("./network/page.js")),
  stake: lazy(() => import("./stake/page.js")),
  compute: lazy(() => import("./compute/page.js")),
  operate: lazy(() => import("./operate/page.js")),
  claim: lazy(() => import("./claim/page.js")),
  burn: lazy(() => import("./burn/page.js")),
  status: lazy(() => import("./status/page.js")),
};

export function App(): ReactElement {
  const { path } = useRoute();
  const name = path.split("/")[1] ?? "";
  const Shown = PAGES[name];
  return (
    <Frame>
      <Guard key={name}>
        <Suspense fallback={<Loading what="the page" lines={6} />}>{Shown ? <Shown /> : <NoPage />}</Suspense>
      </Guard>
    </Frame>
  );
}

function NoPage(): ReactElement {
  return (
    <Page title="There is no such page">
      <Empty title="The address names no page of this site." action={<Link to="/network">Network</Link>} />
    </Page>
  );
}

/** A page that breaks says so, and leaves the others alone. */
class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: undefined as unknown };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const message = error instanceof Error ? error.message : String(error);
    return (
      <Notice tone="bad" title="This page has failed.">
        {message} Load it again; if it fails again, the site may have been updated meanwhile.
      </Notice>
    );
  }
}
