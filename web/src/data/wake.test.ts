/** What the cluster tells over its WebSocket, and what a lost connection means. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Socket, watchAccounts } from "./wake.js";

let sockets: (Socket & { sent: string[]; isClosed: boolean })[];
const open = () => {
  const socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    sent: [] as string[],
    isClosed: false,
    send: (text: string) => void socket.sent.push(text),
    close: () => void (socket.isClosed = true),
  };
  sockets.push(socket as never);
  return socket as never as Socket;
};

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
});
afterEach(() => vi.useRealTimers());

const note = { data: '{"jsonrpc":"2.0","method":"accountNotification","params":{}}' };

test("it asks for each account, and tells changes of one moment once", () => {
  const changed = vi.fn();
  const end = watchAccounts(["A", "B"] as never, changed, open);
  sockets[0]!.onopen!();
  expect(sockets[0]!.sent.map((text) => JSON.parse(text).params[0])).toEqual(["A", "B"]);
  sockets[0]!.onmessage!({ data: '{"result":1,"id":0}' });
  vi.advanceTimersByTime(1_000);
  expect(changed).not.toHaveBeenCalled();
  sockets[0]!.onmessage!(note);
  sockets[0]!.onmessage!(note);
  vi.advanceTimersByTime(1_000);
  expect(changed).toHaveBeenCalledTimes(1);
  end();
  expect(sockets[0]!.isClosed).toBe(true);
});

test("it connects again, later and later, and reads what it has missed", () => {
  const changed = vi.fn();
  const end = watchAccounts(["A"] as never, changed, open);
  sockets[0]!.onclose!();
  vi.advanceTimersByTime(1_000);
  expect(sockets.length).toBe(2);
  sockets[1]!.onclose!();
  vi.advanceTimersByTime(1_999);
  expect(sockets.length).toBe(2);
  vi.advanceTimersByTime(1);
  sockets[2]!.onopen!();
  vi.advanceTimersByTime(1_000);
  expect(changed).toHaveBeenCalledTimes(1);
  end();
  sockets[2]!.onclose!();
  vi.advanceTimersByTime(60_000);
  expect(sockets.length).toBe(3);
});
