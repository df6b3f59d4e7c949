import { useCallback, useEffect, useState } from "react";
import { ask, Problem } from "./ask";

interface Asked<T> {
  /** Null until it came, and where the gateway refused. */
  readonly answer: T | null;
  readonly problem: Problem | null;
  readonly again: () => void;
}

/** What the gateway answers at `path`; asks again when the path changes or `again` is called. Null: do not ask. */
export function useAnswer<T>(path: string | null): Asked<T> {
  const [answer, setAnswer] = useState<T | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what asks again
  useEffect(() => {
    if (path === null) return;
    let wanted = true;
    ask<T>("GET", path).then(
      (told) => {
        if (!wanted) return;
        setAnswer(told);
        setProblem(null);
      },
      (refused: unknown) => {
        if (wanted)
          setProblem(refused instanceof Problem ? refused : new Problem(0, String(refused)));
      },
    );
    return () => {
      wanted = false;
    };
  }, [path, round]);

  const again = useCallback(() => setRound((before) => before + 1), []);
  return { answer, problem, again };
}
