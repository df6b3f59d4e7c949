import { type ClipboardEvent, type KeyboardEvent, useId, useState } from "react";
import { FieldError } from "../parts/TextField";
import { addNames, MOST_CHANNELS } from "./request";

/** The channels whose topics are not to be repeated, as chips; Enter, a comma or pasting adds, Backspace removes. */
export function ExclusionChannels({
  names,
  onChange,
  error,
}: {
  names: readonly string[];
  onChange: (names: readonly string[]) => void;
  error?: string | undefined;
}) {
  const id = useId();
  const [typed, setTyped] = useState("");

  function take(text: string): void {
    onChange(addNames(names, text));
    setTyped("");
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if ((event.key === "Enter" || event.key === ",") && typed.trim() !== "") {
      event.preventDefault();
      take(typed);
    } else if (event.key === "Backspace" && typed === "") {
      onChange(names.slice(0, -1));
    }
  }

  function onPaste(event: ClipboardEvent<HTMLInputElement>): void {
    const text = event.clipboardData.getData("text");
    if (!/[,;\n]/.test(text)) return;
    event.preventDefault();
    take(typed + text);
  }

  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        Channels whose topics you don’t want to repeat
      </label>
      <div className={error ? "input chips input-bad" : "input chips"}>
        {names.map((name) => (
          <span className="chip" key={name}>
            {name}
            <button
              type="button"
              aria-label={`Remove ${name}`}
              onClick={() => onChange(names.filter((other) => other !== name))}
            >
              ×
            </button>
          </span>
        ))}
        <input
          id={id}
          value={typed}
          placeholder={names.length === 0 ? "Name, @handle or link" : "Add another"}
          autoComplete="off"
          disabled={names.length >= MOST_CHANNELS}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-hint${error ? ` ${id}-error` : ""}`}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => typed.trim() !== "" && take(typed)}
        />
      </div>
      <FieldError id={`${id}-error`} error={error} />
      <p className="hint" id={`${id}-hint`}>
        Usually your own channel and your closest competitors. Press Enter after each.
      </p>
    </div>
  );
}
