// @vitest-environment happy-dom
/** Routes in the hash. */

import { expect, test } from "vitest";
import { go, hrefOf, route } from "./router.js";

test("a path and what it is asked", () => {
  location.hash = "";
  expect(route().path).toBe("/network");
  go("/stake", { node: "A&B", other: undefined });
  expect(route().path).toBe("/stake");
  expect(route().query.get("node")).toBe("A&B");
  expect(hrefOf("/claim")).toBe("#/claim");
});

test("the same hash is the same route, so that nothing is drawn anew", () => {
  go("/burn");
  expect(route()).toBe(route());
});
