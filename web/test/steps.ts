/** What somebody does on every page: connects, reads, signs, waits. */

import type { Page } from "playwright-core";

/** Connects the wallet, as one does the first time. */
export async function connect(page: Page) {
  await page.getByRole("banner").getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Test wallet" }).click();
  await page
    .getByRole("banner")
    .getByLabel(/Your account/)
    .waitFor();
}

/** Goes from a form to the transaction that follows from it. */
export async function review(page: Page) {
  await page.getByRole("dialog").getByRole("button", { name: "Review" }).click();
}

/** Signs what the page has told, once the chain has taken it in a simulation. */
export async function sign(page: Page) {
  await page.getByRole("dialog").getByRole("button", { name: "Sign in wallet" }).click();
}

/** Waits until it is confirmed. */
export function landed(page: Page) {
  return page.getByRole("dialog").getByText("Confirmed.", { exact: true }).waitFor();
}

/** Waits until it is confirmed, and closes the dialog. */
export async function confirmed(page: Page) {
  await landed(page);
  await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).last().click();
}
