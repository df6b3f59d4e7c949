import { useState } from "react";
import { Problem } from "../api/ask";

interface Action {
  readonly busy: boolean;
  /** Why the last try failed. */
  readonly problem: string | null;
  /** Do something that asks the gateway; what goes wrong is kept as `problem`. */
  readonly run: (work: () => Promise<unknown>) => void;
}

/** Something a person does to what is on the page. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  function run(work: () => Promise<unknown>): void {
    setBusy(true);
    setProblem(null);
    work()
      .catch((error: unknown) =>
        setProblem(error instanceof Problem ? error.message : String(error)),
      )
      .finally(() => setBusy(false));
  }

  return { busy, problem, run };
}
