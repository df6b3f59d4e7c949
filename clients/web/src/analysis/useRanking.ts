import { useEffect, useState } from "react";
import { ask } from "../api/ask";
import type { FiltersInForce, Provenance, Result, ResultPage } from "../api/types";

export interface Ranking {
  readonly rows: readonly Result[];
  readonly filters: FiltersInForce;
  readonly provenance: Provenance;
}

/** The whole ranking as the gateway keeps it, page after page; null until it is there, or where it is not wanted. */
export function useRanking(id: string, wanted: boolean, covered: boolean): Ranking | null {
  const [ranking, setRanking] = useState<Ranking | null>(null);

  useEffect(() => {
    if (!wanted) return;
    let current = true;
    allPages(id, covered, () => current).then(
      (all) => current && setRanking(all),
      () => current && setRanking(null),
    );
    return () => {
      current = false;
    };
  }, [id, wanted, covered]);

  return wanted ? ranking : null;
}

async function allPages(id: string, covered: boolean, current: () => boolean): Promise<Ranking> {
  const query = new URLSearchParams({ limit: "100", excluded: covered ? "all" : "false" });
  const first = await ask<ResultPage>("GET", `/analyses/${id}/results?${query}`);
  const rows = [...first.items];
  let cursor = first.next_cursor;
  while (cursor !== null && current()) {
    query.set("cursor", cursor);
    const page = await ask<ResultPage>("GET", `/analyses/${id}/results?${query}`);
    rows.push(...page.items);
    cursor = page.next_cursor;
  }
  return { rows, filters: first.filters, provenance: first.provenance };
}
