import { useSyncExternalStore } from "react";
import { type Standing, session } from "./session";

/** How the login stands, as it changes. */
export function useSession(): Standing {
  return useSyncExternalStore(session.subscribe, session.now);
}
