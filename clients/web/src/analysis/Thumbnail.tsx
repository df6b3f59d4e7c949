import { useState } from "react";
import type { Result } from "../api/types";
import { duration } from "../words";

/** The video's picture with its length; a plain field where there is none. */
export function Thumbnail({ result }: { result: Result }) {
  const [missing, setMissing] = useState(false);
  return (
    <div className="thumb">
      {!missing && (
        <img
          src={result.thumbnail_url}
          alt=""
          width="320"
          height="180"
          loading="lazy"
          onError={() => setMissing(true)}
        />
      )}
      {result.duration_seconds !== null && result.duration_seconds > 0 && (
        <span className="thumb-length">{duration(result.duration_seconds)}</span>
      )}
    </div>
  );
}
