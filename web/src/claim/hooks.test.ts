/** The lists of a site. */

import { afterEach, expect, test, vi } from "vitest";
import { hex, listsOf } from "./hooks.js";

afterEach(() => vi.unstubAllGlobals());

test("a list that does not load is told, and asked for again; one that has loaded is not", async () => {
  let isDown = true;
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    if (isDown && url.includes("other")) throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify({ season: url.includes("other") ? "B" : "A", root: "0A" }));
  });
  const folders = ["./season/", "https://files.example.org/other/"];
  const look = () => listsOf(folders, "https://site.example.org/");
  const first = await look();
  expect([...first.bySeason.keys()]).toEqual(["A"]);
  expect(first.unreachable).toEqual(["https://files.example.org/other/"]);
  isDown = false;
  const second = await look();
  expect([...second.bySeason.keys()]).toEqual(["A", "B"]);
  expect(second.unreachable).toEqual([]);
  expect(asked.filter((url) => url === "https://site.example.org/season/season.json")).toHaveLength(1);
  expect(second.bySeason.get("A" as never)!.root).toBe(hex([10]));
});
