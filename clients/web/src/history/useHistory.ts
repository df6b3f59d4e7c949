import { useCallback, useEffect, useState } from "react";
import { ask, Problem } from "../api/ask";
import type { Analysis, AnalysisPage } from "../api/types";

interface History {
  /** Null until the first page came. */
  readonly analyses: readonly Analysis[] | null;
  readonly problem: Problem | null;
  /** Reads the next page; null: there is none. */
  readonly more: (() => void) | null;
  readonly changed: (analysis: Analysis) => void;
  readonly removed: (id: string) => void;
}

/** The analyses, newest first, page after page, as they are changed here. */
export function useHistory(): History {
  const [analyses, setAnalyses] = useState<readonly Analysis[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const read = useCallback((after: string | null) => {
    const query = new URLSearchParams({
      limit: "25",
      ...(after === null ? {} : { cursor: after }),
    });
    ask<AnalysisPage>("GET", `/analyses?${query}`).then(
      (page) => {
        setAnalyses((before) => [...(after === null ? [] : (before ?? [])), ...page.items]);
        setCursor(page.next_cursor);
      },
      (refused: unknown) =>
        setProblem(refused instanceof Problem ? refused : new Problem(0, String(refused))),
    );
  }, []);

  useEffect(() => read(null), [read]);

  const changed = (now: Analysis) =>
    setAnalyses((before) => before?.map((one) => (one.id === now.id ? now : one)) ?? null);
  const removed = (id: string) =>
    setAnalyses((before) => before?.filter((one) => one.id !== id) ?? null);
  return { analyses, problem, more: cursor === null ? null : () => read(cursor), changed, removed };
}
