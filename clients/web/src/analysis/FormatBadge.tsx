import type { Format } from "../api/types";

const NAMES: Readonly<Record<Format, string>> = { short: "Short", long: "Long", live: "Live" };

/** Short, long or live: their views do not compare with one another. */
export function FormatBadge({ format }: { format: Format }) {
  return <span className={`badge badge-${format}`}>{NAMES[format]}</span>;
}
