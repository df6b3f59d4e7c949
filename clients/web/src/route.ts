import { useEffect, useState } from "react";

/** Where the page is: the start, or one analysis. The address keeps it, so that a link can be sent on. */
export type Route =
  | { readonly page: "start"; readonly from: string | null }
  | { readonly page: "analysis"; readonly id: string };

export function routeOf(hash: string): Route {
  const analysis = /^#\/analyses\/([\w-]+)$/.exec(hash);
  if (analysis?.[1] !== undefined) return { page: "analysis", id: analysis[1] };
  const from = /^#\/\?from=([\w-]+)$/.exec(hash);
  return { page: "start", from: from?.[1] ?? null };
}

export function addressOf(id: string): string {
  return `#/analyses/${id}`;
}

export function againAddressOf(id: string): string {
  return `#/?from=${id}`;
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onChange = () => setHash(location.hash);
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  return routeOf(hash);
}
