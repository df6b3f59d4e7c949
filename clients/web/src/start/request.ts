/** The start form's fields, and the request they make. Pure. */

import type { Spec } from "../api/types";
import { readCount, short } from "../words";

export interface Fields {
  readonly channels: readonly string[];
  readonly minSubscribers: string;
  readonly maxSubscribers: string;
  readonly windowDays: number;
  readonly minScore: string;
  readonly method: "adjusted" | "classic";
  readonly profile: string;
  readonly maxChannels: string;
  readonly onQuota: "wait" | "partial";
}

export type FieldErrors = Readonly<Record<string, string>>;

export const EMPTY: Fields = {
  channels: [],
  minSubscribers: "10k",
  maxSubscribers: "500k",
  windowDays: 30,
  minScore: "2",
  method: "adjusted",
  profile: "",
  maxChannels: "100",
  onQuota: "wait",
};

export const MOST_CHANNELS = 50;
const LONGEST_NAME = 100;

/** The score from which a video counts, where nobody says otherwise: a multiple, or views per 100 subscribers. */
export const USUAL_MIN_SCORE = { adjusted: "2", classic: "20" } as const;

/** The names in a text that was typed or pasted: one a line, or divided by commas; none twice. */
export function addNames(channels: readonly string[], text: string): readonly string[] {
  const names = text.split(/[,;\n\t]/).map((name) => name.trim().slice(0, LONGEST_NAME));
  const all = [...channels];
  for (const name of names) {
    const known = all.some((other) => other.toLowerCase() === name.toLowerCase());
    if (name !== "" && !known && all.length < MOST_CHANNELS) all.push(name);
  }
  return all;
}

/** What is wrong before the gateway is asked, by the request's field names. */
export function faults(fields: Fields): FieldErrors {
  const found: Record<string, string> = {};
  const least = readCount(fields.minSubscribers);
  const most = readCount(fields.maxSubscribers);
  if (least === null) found.min_subscribers = "Write a number: 50000, 50k or 1.5M.";
  if (most === null) found.max_subscribers = "Write a number: 50000, 50k or 1.5M.";
  if (least !== null && most !== null && least > most) {
    found.max_subscribers = `Must be at least the smallest size, ${short(least)}.`;
  }
  if (!(Number(fields.minScore) >= 0) || fields.minScore.trim() === "") {
    found.min_score = "Write a number, 0 or more.";
  }
  const channels = Number(fields.maxChannels);
  if (!Number.isInteger(channels) || channels < 1 || channels > 1000) {
    found.max_channels = "Write a whole number from 1 to 1000.";
  }
  return found;
}

/** The body of `POST /analyses`; call it only where `faults` finds none. */
export function requestOf(fields: Fields): Record<string, unknown> {
  return {
    exclusion_channels: fields.channels,
    min_subscribers: readCount(fields.minSubscribers),
    max_subscribers: readCount(fields.maxSubscribers),
    window_days: fields.windowDays,
    min_score: Number(fields.minScore),
    method: fields.method,
    ...(fields.profile === "" ? {} : { profile: fields.profile }),
    max_channels: Number(fields.maxChannels),
    on_quota: fields.onQuota,
  };
}

/** The fields that ask again for what an earlier analysis asked for. */
export function fieldsOf(spec: Spec): Fields {
  return {
    channels: spec.exclusion_channels,
    minSubscribers: String(spec.min_subscribers),
    maxSubscribers: String(spec.max_subscribers),
    windowDays: spec.window_days,
    minScore: String(spec.min_score),
    method: spec.method === "classic" ? "classic" : "adjusted",
    profile: spec.profile_name ?? "",
    maxChannels: String(spec.max_channels),
    onQuota: spec.on_quota,
  };
}
