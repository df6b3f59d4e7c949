import { useId } from "react";

interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** A few choices side by side, one of them taken: a radio group in the shape of a switch. */
export function Choices<T extends string>({
  legend,
  hideLegend = false,
  choices,
  value,
  onChange,
}: {
  legend: string;
  hideLegend?: boolean;
  choices: readonly Choice<T>[];
  value: T;
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend className={hideLegend ? "unseen" : "label"}>{legend}</legend>
      <div className="choices-row">
        {choices.map((choice) => (
          <label key={choice.value} className="choice">
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
