/** Pages in Chromium: opened as somebody sees them, audited by axe, and photographed. */

import axe from "axe-core";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import type { Owner } from "./wallet.js";

const CHROMIUM = process.env["IO_CHROMIUM"] ?? "/usr/bin/chromium";
export const hasBrowser = existsSync(CHROMIUM);

/** Where pictures go; git ignores it. */
export const SHOTS = join(import.meta.dirname, "shots");

/** The two sizes that pages are looked at in: a phone and a desktop. */
export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;
export type Size = keyof typeof SIZES;
export type Scheme = "light" | "dark";

export function launched(): Promise<Browser> {
  if (!hasBrowser) throw new Error(`There is no ${CHROMIUM}: install Chromium, or name it by IO_CHROMIUM.`);
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}

/** How a page is opened. */
export interface Look {
  owner?: Owner;
  size?: Size;
  scheme?: Scheme;
  /** Messages of the console that are part of the story, such as a cluster that is down. */
  mayLog?: RegExp;
  /** Runs before the page loads, for instance to answer in place of the cluster. */
  before?: (page: Page) => Promise<unknown>;
}

/** What pages have thrown or logged as errors since they were opened. */
const complaints = new WeakMap<Page, string[]>();

/** Opens a page, beside the owner's wallet if there is one. */
export async function opened(browser: Browser, url: string, look: Look = {}): Promise<Page> {
  const { size = "desktop", scheme = "light", owner, mayLog } = look;
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: scheme,
    reducedMotion: "reduce",
    locale: "en-US",
    timezoneId: "UTC",
    hasTouch: size === "phone",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const said: string[] = [];
  complaints.set(page, said);
  page.on("pageerror", (error) => said.push(`threw: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !mayLog?.test(message.text())) said.push(message.text());
  });
  await owner?.enter(page);
  await look.before?.(page);
  await page.goto(url);
  return page;
}

/** Closes a page; fails if it threw, logged an error, or broke its content security policy. */
export async function close(page: Page) {
  expect(complaints.get(page), "what the page complained of").toEqual([]);
  await page.context().close();
}

/** What axe finds wrong with a page, in a line each; nothing if it finds nothing. */
export async function audit(page: Page): Promise<string[]> {
  // Scrolled down, something always lies half under the bar at the top.
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe } = window as never as { axe: { run(options: object): Promise<AxeResults> } };
    return axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
  });
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary}`),
  );
}

interface AxeResults {
  violations: { id: string; help: string; nodes: { target: string[]; failureSummary: string }[] }[];
}

/** Takes a picture of a whole page. */
export async function shot(page: Page, name: string) {
  mkdirSync(SHOTS, { recursive: true });
  // The room that is kept for a scrollbar would be a stripe.
  await page.evaluate(() => (document.documentElement.style.scrollbarGutter = "auto"));
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** Whether a page is wider than the screen: a phone's owner would have to move it sideways. */
export function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** Waits until a page shows a text, anywhere. */
export async function says(page: Page, text: string | RegExp) {
  await page.getByText(text).filter({ visible: true }).first().waitFor();
}

/** Waits until nothing is being read for the first time. */
export async function settled(page: Page) {
  await page.locator("main h1").waitFor();
  await page.waitForLoadState("networkidle");
  await page.locator(".loading").first().waitFor({ state: "detached" });
}
