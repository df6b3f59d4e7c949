import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Frame } from "../src/api/types";
import { follow, type Link, type Open } from "../src/live/follow";
import type { Known } from "../src/live/known";
import { analysis, channel, frame } from "./builders";

/** Sockets as the test drives them. */
class Sockets {
  readonly addresses: string[] = [];
  readonly firsts: (string | null)[] = [];
  closed = 0;
  private onMessage: (data: string) => void = () => {};
  private onClose: (code: number) => void = () => {};

  readonly open: Open = (address, first, onMessage, onClose) => {
    this.addresses.push(address);
    this.firsts.push(first);
    this.onMessage = onMessage;
    this.onClose = onClose;
    return () => {
      this.closed += 1;
    };
  };

  send(sent: Frame): void {
    this.onMessage(JSON.stringify(sent));
  }

  drop(code = 1006): void {
    this.onClose(code);
  }
}

/** A login whose token is renewed a number of times. */
class Login {
  private token: string | null;
  private renewals: number;

  constructor(token: string | null, renewals: number) {
    this.token = token;
    this.renewals = renewals;
  }

  accessToken(): string | null {
    return this.token;
  }

  async renew(): Promise<boolean> {
    this.token = "renewed";
    this.renewals -= 1;
    return this.renewals >= 0;
  }
}

function following(login = new Login(null, 0)) {
  const sockets = new Sockets();
  const told: Known[] = [];
  const links: Link[] = [];
  const stop = follow(
    "a1",
    { onKnown: (known) => told.push(known), onLink: (link) => links.push(link) },
    { origin: "http://here", open: sockets.open, login },
  );
  return { sockets, told, links, stop };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("after a broken connection it asks for what came since", () => {
  const { sockets, told } = following();
  sockets.send(frame({ type: "snapshot", seq: 7, channels: [channel("c1")] }));
  sockets.drop();
  vi.runAllTimers();
  sockets.send(frame({ seq: 9, channels: [channel("c2")] }));

  expect(sockets.addresses[1]).toBe("ws://here/api/v1/analyses/a1/live?after=7&epoch=e1");
  expect([...(told.at(-1)?.channels.keys() ?? [])]).toEqual(["c1", "c2"]);
});

test("it waits longer each time, and starts short again once a frame came", () => {
  const { sockets } = following();
  for (const pause of [250, 500, 1000]) {
    const before = sockets.addresses.length;
    sockets.drop();
    vi.advanceTimersByTime(pause - 1);
    expect(sockets.addresses).toHaveLength(before);
    vi.advanceTimersByTime(1);
    expect(sockets.addresses).toHaveLength(before + 1);
  }
  sockets.send(frame({ type: "snapshot" }));
  sockets.drop();
  vi.advanceTimersByTime(250);
  expect(sockets.addresses).toHaveLength(5);
});

test("it ends with the analysis", () => {
  const { sockets, links } = following();
  sockets.send(frame({ type: "snapshot", analysis: analysis({ state: "completed" }) }));

  expect(links.at(-1)).toBe("ended");
  expect(sockets.closed).toBe(1);
  sockets.drop(1000);
  vi.runAllTimers();
  expect(sockets.addresses).toHaveLength(1);
});

test("the token goes in the first frame, and is renewed when it has run out", async () => {
  const { sockets, links } = following(new Login("old", 1));
  sockets.drop(4401);
  await vi.runAllTimersAsync();
  expect(sockets.firsts).toEqual(['{"token":"old"}', '{"token":"renewed"}']);
  expect(sockets.addresses.join()).not.toContain("old");

  sockets.drop(4401);
  await vi.runAllTimersAsync();
  expect(links.at(-1)).toBe("refused");
  expect(sockets.addresses).toHaveLength(2);
});

test.each([4404, 4410])("code %i is final: another attempt would change nothing", (code) => {
  const { sockets, links } = following();
  sockets.drop(code);
  vi.runAllTimers();

  expect(links.at(-1)).toBe("refused");
  expect(sockets.addresses).toHaveLength(1);
});

test("it tells how the connection stands", () => {
  const { sockets, links } = following();
  sockets.send(frame({ type: "snapshot" }));
  sockets.drop();

  expect(links).toEqual(["connecting", "live", "lost"]);
});

test("once stopped it does not come back", () => {
  const { sockets, stop } = following();
  stop();
  sockets.drop();
  vi.runAllTimers();

  expect(sockets.addresses).toHaveLength(1);
});
