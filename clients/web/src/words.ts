/** Numbers, ages and codes as people read them. */

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

const LONG = 100;
const SECONDS_A_MINUTE = 60;
const SECONDS_AN_HOUR = 3600;

export function short(value: number | null | undefined): string {
  return value == null ? "–" : compact.format(value);
}

export function full(value: number): string {
  return whole.format(value);
}

/** `11.4`, `240`: a decimal tells nothing from 100 on. */
export function digits(value: number): string {
  return value >= LONG ? whole.format(value) : value.toFixed(1);
}

/** An age in the unit that fits it. */
export function age(days: number | null | undefined): string {
  if (days == null) return "–";
  if (days < 1) return plural(Math.max(1, Math.round(days * 24)), "hour");
  return plural(Math.round(days), "day");
}

/** The days between two moments; null where one is not known. */
export function daysBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** `12:34`, `1:02:03`. */
export function duration(seconds: number): string {
  const hours = Math.floor(seconds / SECONDS_AN_HOUR);
  const minutes = Math.floor((seconds % SECONDS_AN_HOUR) / SECONDS_A_MINUTE);
  const rest = String(Math.floor(seconds % SECONDS_A_MINUTE)).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** A moment on the reader's clock. */
export function localTime(iso: string): string {
  return moment.format(new Date(iso));
}

export function plural(count: number, noun: string): string {
  const ending = count === 1 ? "" : /(ch|s)$/.test(noun) ? "es" : "s";
  return `${whole.format(count)} ${noun}${ending}`;
}

const CODES: Readonly<Record<string, string>> = {
  exclusion_channel: "an exclusion channel",
  too_few_subscribers: "too small",
  too_many_subscribers: "too large",
  hidden_subscribers: "hides its subscribers",
  title_keyword: "ruled out by its name",
  description_keyword: "ruled out by its description",
  inactive: "no recent video",
  other_language: "another language",
  other_country: "another country",
  made_for_kids: "made for kids",
  unlike: "about other things",
  over_limit: "over the limit of channels",
  no_uploads: "no uploads",
  channel_gone: "gone from YouTube",
  nothing_in_window: "nothing published lately",
  no_baseline: "too little to compare with",
  dead_lettered: "could not be read",
  quota_exhausted: "quota used up",
};

/** A code of the gateway in words: `too_many_subscribers` → `too large`, others without their underscores. */
export function spoken(code: string): string {
  return CODES[code] ?? code.replaceAll("_", " ");
}

/** A count as people write it: `50000`, `50k`, `1.5M`, `10,000`; null where it is none. */
export function readCount(text: string): number | null {
  const match = /^\s*([\d.,_ ]+)\s*([kmb]?)\s*$/i.exec(text);
  if (match === null) return null;
  const value = Number((match[1] ?? "").replace(/[,_ ]/g, ""));
  const unit = { "": 1, k: 1e3, m: 1e6, b: 1e9 }[(match[2] ?? "").toLowerCase()] ?? 1;
  return Number.isFinite(value) && (match[1] ?? "").trim() !== "" ? Math.round(value * unit) : null;
}
