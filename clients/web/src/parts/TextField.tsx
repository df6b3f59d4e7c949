import { type HTMLAttributes, useId } from "react";

/** A labelled text input with its hint, its unit and what is wrong with it. */
export function TextField({
  label,
  value,
  onChange,
  unit,
  hint,
  error,
  inputMode = "text",
  type = "text",
  autoComplete = "off",
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  unit?: string;
  hint?: string;
  error?: string | undefined;
  inputMode?: HTMLAttributes<HTMLInputElement>["inputMode"];
  type?: "text" | "password";
  autoComplete?: string;
}) {
  const id = useId();
  const told = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <div className={error ? "input input-bad" : "input"}>
        <input
          id={id}
          value={value}
          inputMode={inputMode}
          type={type}
          autoComplete={autoComplete}
          aria-invalid={error !== undefined}
          aria-describedby={told || undefined}
          onChange={(event) => onChange(event.target.value)}
        />
        {unit && <span className="unit">{unit}</span>}
      </div>
      <FieldError id={`${id}-error`} error={error} />
      {hint && !error && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** What is wrong with a field, where something is. */
export function FieldError({ id, error }: { id: string; error?: string | undefined }) {
  return error === undefined ? null : (
    <p className="error" id={id}>
      {error}
    </p>
  );
}
