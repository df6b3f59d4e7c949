import { useEffect, useState } from "react";

const ASKED_FOR_MS = 4_000;

/** A button whose first press asks and whose second does: for what cannot be taken back. */
export function ConfirmButton({
  label,
  question,
  className,
  onConfirm,
}: {
  label: string;
  question: string;
  className: string;
  onConfirm: () => void;
}) {
  const [asked, setAsked] = useState(false);

  useEffect(() => {
    if (!asked) return;
    const timer = setTimeout(() => setAsked(false), ASKED_FOR_MS);
    return () => clearTimeout(timer);
  }, [asked]);

  return (
    <button
      className={asked ? `${className} danger` : className}
      type="button"
      onClick={() => {
        setAsked(!asked);
        if (asked) onConfirm();
      }}
    >
      <span aria-live="polite">{asked ? question : label}</span>
    </button>
  );
}
