import { useEffect, useState } from "react";
import { ask } from "../api/ask";
import type { Result, ResultPage } from "../api/types";

/** The whole ranking as the gateway keeps it, page after page; null until it is there, or where it is not wanted. */
export function useRanking(
  id: string,
  wanted: boolean,
  covered: boolean,
): readonly Result[] | null {
  const [rows, setRows] = useState<readonly Result[] | null>(null);

  useEffect(() => {
    if (!wanted) return;
    let current = true;
    allPages(id, covered, () => current).then(
      (all) => current && setRows(all),
      () => current && setRows(null),
    );
    return () => {
      current = false;
    };
  }, [id, wanted, covered]);

  return wanted ? rows : null;
}

async function allPages(id: string, covered: boolean, current: () => boolean): Promise<Result[]> {
  const rows: Result[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: "100", excluded: covered ? "all" : "false" });
    if (cursor !== null) query.set("cursor", cursor);
    const page: ResultPage = await ask<ResultPage>("GET", `/analyses/${id}/results?${query}`);
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null && current());
  return rows;
}
