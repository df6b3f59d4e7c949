import { useEffect, useState } from "react";
import { ask, Problem } from "../api/ask";
import type { Plan } from "../api/types";
import { type FieldErrors, type Fields, faults, requestOf } from "./request";

const QUIET_MS = 350;

interface Planned {
  readonly plan: Plan | null;
  /** The form has changed since this plan was made. */
  readonly stale: boolean;
  readonly errors: FieldErrors;
}

/** The plan of what the form asks for, made anew when typing pauses; nothing is started or spent. */
export function usePlan(fields: Fields): Planned {
  const [planned, setPlanned] = useState<{
    fields: Fields | null;
    plan: Plan | null;
    errors: FieldErrors;
  }>({ fields: null, plan: null, errors: {} });

  useEffect(() => {
    if (Object.keys(faults(fields)).length > 0) return;
    let wanted = true;
    const timer = setTimeout(() => {
      ask<Plan>("POST", "/analyses/plan", requestOf(fields)).then(
        (plan) => wanted && setPlanned({ fields, plan, errors: {} }),
        (refused: unknown) => {
          const errors = refused instanceof Problem ? refused.fields : {};
          if (wanted) setPlanned({ fields, plan: null, errors });
        },
      );
    }, QUIET_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [fields]);

  const stale = planned.fields !== fields;
  return { plan: planned.plan, stale, errors: stale ? {} : planned.errors };
}
