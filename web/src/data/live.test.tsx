// @vitest-environment happy-dom
/** What is read again and again: shared, kept while a reading fails, and never overtaken by an older one. */

import { act, type ReactElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetAll, type Live, refreshAll, useLive } from "./live.js";

let [root, last] = [undefined as unknown as Root, undefined as unknown as Live<number>];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  root = createRoot(document.createElement("div"));
});
afterEach(async () => {
  await act(async () => root.unmount());
  forgetAll();
  vi.useRealTimers();
});

function Shows({ look, every = 1_000 }: { look: () => Promise<number>; every?: number }): ReactElement {
  last = useLive("figure", look, every);
  return <p>{last.data}</p>;
}

const passing = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

test("it is read, and read again", async () => {
  let count = 0;
  const look = async () => ++count;
  await act(async () => root.render(<Shows look={look} />));
  expect(last).toMatchObject({ data: 1, explanation: undefined });
  await passing(1_000);
  expect(last.data).toBe(2);
});

test("two of the same key share one reading", async () => {
  const look = vi.fn(async () => 7);
  await act(async () =>
    root.render(
      <>
        <Shows look={look} />
        <Shows look={look} />
      </>,
    ),
  );
  expect(look).toHaveBeenCalledTimes(1);
});

test("a reading that fails keeps the last figure, says why, and is tried again later and later", async () => {
  let fails = false;
  const look = vi.fn(async () => {
    if (fails) throw new TypeError("fetch failed");
    return 5;
  });
  await act(async () => root.render(<Shows look={look} />));
  fails = true;
  await passing(1_000);
  expect(last.data).toBe(5);
  expect(last.explanation?.kind).toBe("offline");
  const calls = look.mock.calls.length;
  await passing(1_000);
  expect(look.mock.calls.length).toBe(calls);
  fails = false;
  await passing(1_000);
  expect(last).toMatchObject({ data: 5, explanation: undefined });
});

test("an older reading that ends later is dropped", async () => {
  const ends: ((value: number) => void)[] = [];
  const look = () => new Promise<number>((resolve) => ends.push(resolve));
  await act(async () => root.render(<Shows look={look} />));
  await act(async () => refreshAll());
  expect(ends.length).toBe(2);
  await act(async () => ends[1]!(2));
  await act(async () => ends[0]!(1));
  expect(last.data).toBe(2);
});

test("nothing is read once nobody shows it", async () => {
  const look = vi.fn(async () => 1);
  await act(async () => root.render(<Shows look={look} />));
  await act(async () => root.render(<p />));
  await passing(60_000);
  expect(look).toHaveBeenCalledTimes(1);
});

test("nothing is read while the page is behind another tab; all of it once it is looked at", async () => {
  const look = vi.fn(async () => 1);
  await act(async () => root.render(<Shows look={look} />));
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  await passing(60_000);
  expect(look).toHaveBeenCalledTimes(1);
  hidden.mockReturnValue(false);
  await act(async () => void document.dispatchEvent(new Event("visibilitychange")));
  expect(look).toHaveBeenCalledTimes(2);
  await passing(1_000);
  expect(look).toHaveBeenCalledTimes(3);
  hidden.mockRestore();
});
