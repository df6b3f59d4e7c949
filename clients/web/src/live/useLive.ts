import { useEffect, useState } from "react";
import { follow, type Link } from "./follow";
import type { Known } from "./known";

/** What is known of an analysis, and how the connection to it stands. */
export function useLive(id: string): { known: Known | null; link: Link } {
  const [known, setKnown] = useState<Known | null>(null);
  const [link, setLink] = useState<Link>("connecting");

  useEffect(() => {
    setKnown(null);
    return follow(id, { onKnown: setKnown, onLink: setLink });
  }, [id]);

  return { known, link };
}
