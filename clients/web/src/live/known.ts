/** What is known of an analysis that is being followed, and how a frame changes it. Pure. */

import type { Analysis, Frame, LiveChannel, Result } from "../api/types";

export interface Known {
  readonly epoch: string;
  readonly seq: number;
  readonly analysis: Analysis;
  readonly channels: ReadonlyMap<string, LiveChannel>;
}

const FINAL: ReadonlySet<string> = new Set(["completed", "failed", "cancelled"]);

/**
 * A snapshot replaces everything; a delta brings the channels that changed since. A delta of another epoch, or an
 * older one, is left from a connection that has been replaced: it changes nothing.
 */
export function merge(known: Known | null, frame: Frame): Known {
  if (frame.type === "delta" && known !== null) {
    if (frame.epoch !== known.epoch || frame.seq < known.seq) return known;
    return { ...told(frame), channels: withChanges(known.channels, frame.channels) };
  }
  return { ...told(frame), channels: withChanges(new Map(), frame.channels) };
}

function told(frame: Frame): Omit<Known, "channels"> {
  return { epoch: frame.epoch, seq: frame.seq, analysis: frame.analysis };
}

function withChanges(
  channels: ReadonlyMap<string, LiveChannel>,
  changed: readonly LiveChannel[],
): ReadonlyMap<string, LiveChannel> {
  if (changed.length === 0) return channels;
  const all = new Map(channels);
  for (const channel of changed) all.set(channel.channel_id, channel);
  return all;
}

/** Whether nothing more will come. */
export function hasEnded(analysis: Analysis): boolean {
  return FINAL.has(analysis.state);
}

/** The outliers found so far as the gateway ranks them: by score, then by the channel's position, then newest. */
export function ranking(known: Known): Result[] {
  const found = [...known.channels.values()].flatMap((channel) =>
    channel.results.map((result) => ({ result, position: channel.position })),
  );
  found.sort(
    (one, other) =>
      scoreOf(other.result) - scoreOf(one.result) ||
      one.position - other.position ||
      (other.result.published_at ?? "").localeCompare(one.result.published_at ?? ""),
  );
  return found.map(({ result }) => result);
}

/** An outlier without a number has an infinite one, which JSON cannot carry; subtractable all the same. */
export function scoreOf(result: Result): number {
  return result.score ?? Number.MAX_VALUE;
}

/** How many channels were skipped, by reason. */
export function skipsOf(known: Known): ReadonlyMap<string, number> {
  const skips = new Map<string, number>();
  for (const channel of known.channels.values()) {
    if (channel.state !== "skipped" || channel.reason === null) continue;
    skips.set(channel.reason, (skips.get(channel.reason) ?? 0) + 1);
  }
  return skips;
}

/** Where the frames of an analysis are, from what is known on. */
export function liveAddress(origin: string, id: string, known: Known | null): string {
  const resume =
    known === null ? "" : `?after=${known.seq}&epoch=${encodeURIComponent(known.epoch)}`;
  return `${origin.replace(/^http/, "ws")}/api/v1/analyses/${id}/live${resume}`;
}
