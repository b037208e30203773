/** One page's stories: the chain, the page as it is published, the browser. */

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launched, type Look, opened } from "./browser.js";
import { type Ground, ground } from "./ground.js";
import { connect } from "./steps.js";
import { type More, serve, type Site } from "./site.js";

export const MINUTE = 60_000;

export interface Scene {
  on: Ground;
  site: Site;
  browser: Browser;
  /** Opens a page; with an owner, its wallet is connected. */
  visit(page: string, look?: Look): Promise<Page>;
}

/** Sets a scene before the tests of a file, and clears it after them. */
export function scene(more: (on: Ground) => Promise<More> = async () => ({})): Scene {
  const set = {} as Scene;
  beforeAll(async () => {
    set.on = await ground();
    set.site = await serve(set.on, await more(set.on));
    set.browser = await launched();
    set.visit = async (name, look = {}) => {
      const page = await opened(set.browser, set.site.of(name), look);
      if (look.owner) await connect(page);
      return page;
    };
  }, 5 * MINUTE);
  afterAll(async () => {
    await set.browser?.close();
    set.site?.close();
    set.on?.close();
  });
  return set;
}
