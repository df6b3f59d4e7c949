/** What an owner does with an analysis, whichever page it is done on. */

import { ask } from "../api/ask";
import type { Analysis } from "../api/types";
import { addressOf } from "../route";

export function cancel(id: string): Promise<Analysis> {
  return ask("POST", `/analyses/${id}/cancel`);
}

export function remove(id: string): Promise<void> {
  return ask("DELETE", `/analyses/${id}`);
}

/** Ask the same again, as of now, and go there. */
export async function retry(id: string): Promise<void> {
  const analysis = await ask<Analysis>("POST", `/analyses/${id}/retry`);
  location.hash = addressOf(analysis.id);
}

/** Name an analysis or note something about it; an empty text takes it away. */
export function annotate(id: string, said: { name?: string; notes?: string }): Promise<Analysis> {
  const nullable = Object.entries(said).map(([field, text]) => [field, text.trim() || null]);
  return ask("PATCH", `/analyses/${id}`, Object.fromEntries(nullable));
}
