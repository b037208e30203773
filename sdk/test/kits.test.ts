/**
 * The SDK as it is published, alone beside each kit that it works with: a major's last release, and
 * the first that it takes. Each is installed from the registry, which takes half a minute.
 */

import { afterAll, beforeAll, expect, test } from "vitest";
import { Packed, worksBesideKit } from "./packed.js";

const MINUTE = 60_000;

let packed: Packed;
beforeAll(() => {
  packed = new Packed();
}, 5 * MINUTE);
afterAll(() => packed.remove());

test.each(["8.4.0", "8.3.0", "7.0.0", "6.10.0", "5.5.1"])(
  "beside kit %s",
  (kit) => {
    const folder = packed.project(`kit-${kit}`, [packed.sdk, `@solana/kit@${kit}`]);
    expect(() => worksBesideKit(folder, [["bundler", "esnext"]])).not.toThrow();
  },
  3 * MINUTE,
);
