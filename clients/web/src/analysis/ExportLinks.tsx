import type { MouseEvent } from "react";
import { file } from "../api/ask";
import { useAction } from "../parts/useAction";
import { session } from "../session/session";

const KINDS = [
  { kind: "csv", label: "Export CSV" },
  { kind: "xlsx", label: "Excel" },
  { kind: "json", label: "JSON" },
] as const;

/** The ranking as files. Plain links, which a browser streams; with a login it is fetched, for links carry no token. */
export function ExportLinks({ id }: { id: string }) {
  const { busy, problem, run } = useAction();

  function take(event: MouseEvent, path: string, name: string): void {
    if (session.accessToken() === null) return;
    event.preventDefault();
    if (!busy) run(async () => save(await file(path), name));
  }

  return (
    <>
      <span className="button-group">
        {KINDS.map(({ kind, label }) => {
          const path = `/analyses/${id}/export?format=${kind}`;
          return (
            <a
              key={kind}
              className="button"
              href={`/api/v1${path}`}
              download
              onClick={(event) => take(event, path, `youtube-outliers-${id}.${kind}`)}
            >
              {label}
            </a>
          );
        })}
      </span>
      {problem !== null && (
        <span className="error" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
