import type { ReactNode } from "react";

/** Something a person should know; `bad` is announced at once. */
export function Notice({
  kind,
  title,
  children,
}: {
  kind: "info" | "warn" | "bad";
  title: string;
  children?: ReactNode;
}) {
  return (
    <div className={`notice notice-${kind}`} role={kind === "bad" ? "alert" : "status"}>
      <strong>{title}</strong>
      {children !== undefined && <div>{children}</div>}
    </div>
  );
}
