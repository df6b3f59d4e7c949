import { describe, expect, test } from "vitest";
import { hasEnded, liveAddress, merge, ranking, skipsOf } from "../src/live/known";
import { analysis, channel, frame, result } from "./builders";

const snapshot = frame({ type: "snapshot", seq: 3, channels: [channel("c1"), channel("c2")] });

describe("merging frames", () => {
  test("a snapshot replaces everything", () => {
    const before = merge(null, snapshot);
    const after = merge(
      before,
      frame({ type: "snapshot", epoch: "e2", channels: [channel("c9")] }),
    );

    expect([...after.channels.keys()]).toEqual(["c9"]);
    expect(after.epoch).toBe("e2");
  });

  test("a delta replaces the channels that changed and keeps the rest", () => {
    const changed = channel("c2", { results: [result("v1", 3)] });
    const after = merge(merge(null, snapshot), frame({ seq: 5, channels: [changed] }));

    expect([...after.channels.keys()]).toEqual(["c1", "c2"]);
    expect(after.channels.get("c2")).toBe(changed);
    expect(after.seq).toBe(5);
  });

  test("a delta of the same seq brings the state: a pause can end without an event", () => {
    const paused = merge(null, { ...snapshot, analysis: analysis({ state: "paused" }) });

    expect(merge(paused, frame({ seq: 3 })).analysis.state).toBe("scoring");
  });

  test("a delta of another epoch, or an older one, changes nothing", () => {
    const known = merge(null, snapshot);

    expect(merge(known, frame({ epoch: "e0", seq: 9, channels: [channel("c9")] }))).toBe(known);
    expect(merge(known, frame({ seq: 2, channels: [channel("c9")] }))).toBe(known);
  });

  test("frames that come twice leave the same state", () => {
    const delta = frame({ seq: 5, channels: [channel("c3")] });
    const once = merge(merge(null, snapshot), delta);

    expect(merge(once, delta)).toEqual(once);
  });
});

test("the ranking is by score, then by the channel's position, then newest first", () => {
  const old = result("old", 4, { published_at: "2026-11-01T00:00:00Z" });
  const recent = result("recent", 4, { published_at: "2026-11-20T00:00:00Z" });
  const channels = [
    channel("c2", { position: 2, results: [result("later", 4)] }),
    channel("c1", { position: 1, results: [old, result("best", 9), recent] }),
  ];
  const known = merge(null, frame({ type: "snapshot", channels }));

  expect(ranking(known).map((row) => row.video_id)).toEqual(["best", "recent", "old", "later"]);
});

test("an infinite score, which JSON cannot carry, ranks first", () => {
  const channels = [channel("c1", { results: [result("finite", 1e9), result("infinite", null)] })];
  const known = merge(null, frame({ type: "snapshot", channels }));

  expect(ranking(known).map((row) => row.video_id)).toEqual(["infinite", "finite"]);
});

test("skipped channels are counted by reason", () => {
  const gone = { state: "skipped", reason: "channel_gone" } as const;
  const channels = [channel("c1", gone), channel("c2", gone), channel("c3")];

  expect([...skipsOf(merge(null, frame({ channels })))]).toEqual([["channel_gone", 2]]);
});

test("an analysis has ended when it completed, failed or was cancelled", () => {
  const ended = (["completed", "failed", "cancelled", "paused", "scoring"] as const).map((state) =>
    hasEnded(analysis({ state })),
  );
  expect(ended).toEqual([true, true, true, false, false]);
});

test("the address asks for what came after what is known", () => {
  expect(liveAddress("https://out.example", "a1", null)).toBe(
    "wss://out.example/api/v1/analyses/a1/live",
  );
  expect(liveAddress("http://127.0.0.1:8000", "a1", merge(null, snapshot))).toBe(
    "ws://127.0.0.1:8000/api/v1/analyses/a1/live?after=3&epoch=e1",
  );
});
