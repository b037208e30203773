/** The axes of a chart. */

import { expect, test } from "vitest";
import { rangeOf, spanOf } from "./scale.js";

const line = { label: "", values: [1], color: 1 } as const;

test("one day alone is shown with a day beside it, not with 63 years", () => {
  const day = 1_796_688_000;
  expect(spanOf({ x: [day], series: [line], isTime: true }, 0, 2 * day)).toEqual([
    day - 86_400,
    day + 86_400,
  ]);
  expect(spanOf({ x: [1, 2], series: [line] }, 1, 2)).toEqual([1, 2]);
});

test("bars have half a step beside them, and an axis from 0 begins there", () => {
  const bars = { ...line, isBars: true };
  expect(spanOf({ x: [10, 20, 30], series: [bars] }, 10, 30)).toEqual([5, 35]);
  expect(rangeOf(0, 100, true)).toEqual([0, 108]);
  expect(rangeOf(5, 5, false)[0]).toBeLessThan(5);
});
