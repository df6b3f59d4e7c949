import { useState } from "react";
import type { Topic } from "../api/types";

const AT_FIRST = 14;

/** The topics that the exclusion channels have covered: these are what the ranking leaves out. */
export function Topics({ topics }: { topics: readonly Topic[] }) {
  const [all, setAll] = useState(false);
  if (topics.length === 0) return null;
  return (
    <section className="card" aria-labelledby="topics-title">
      <h2 id="topics-title">Topics already covered</h2>
      <ul className="topics">
        {topics.slice(0, all ? topics.length : AT_FIRST).map((topic) => (
          <li key={topic.name}>
            {topic.name} <span className="muted">{topic.count}</span>
          </li>
        ))}
      </ul>
      {topics.length > AT_FIRST && !all && (
        <button className="link" type="button" onClick={() => setAll(true)}>
          Show all {topics.length}
        </button>
      )}
    </section>
  );
}
