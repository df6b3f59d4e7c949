import { type FormEvent, useState } from "react";
import { Choices } from "../parts/Choices";
import { TextField } from "../parts/TextField";
import { ExclusionChannels } from "./ExclusionChannels";
import { type FieldErrors, type Fields, USUAL_MIN_SCORE } from "./request";

const WINDOWS = ["7", "14", "30", "60", "90"] as const;

/** The form that starts an analysis. It holds no state of its own but whether the finer settings are open. */
export function StartForm({
  fields,
  onChange,
  errors,
  profiles,
  busy,
  onStart,
}: {
  fields: Fields;
  onChange: (fields: Fields) => void;
  errors: FieldErrors;
  profiles: readonly string[];
  busy: boolean;
  onStart: () => void;
}) {
  const [open, setOpen] = useState(false);

  function set(changes: Partial<Fields>): void {
    onChange({ ...fields, ...changes });
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    onStart();
  }

  const finerAtFault = "max_channels" in errors || "profile" in errors;
  return (
    <form className="card form" onSubmit={submit} noValidate>
      <ExclusionChannels
        names={fields.channels}
        onChange={(channels) => set({ channels })}
        error={errors.exclusion_channels}
      />
      <div className="pair">
        <TextField
          label="Smallest channel"
          unit="subscribers"
          value={fields.minSubscribers}
          onChange={(minSubscribers) => set({ minSubscribers })}
          error={errors.min_subscribers}
        />
        <TextField
          label="Largest channel"
          unit="subscribers"
          value={fields.maxSubscribers}
          onChange={(maxSubscribers) => set({ maxSubscribers })}
          error={errors.max_subscribers}
        />
      </div>
      <div className="pair">
        <Choices
          legend="Videos of the last … days"
          choices={WINDOWS.map((days) => ({ value: days, label: days }))}
          value={String(fields.windowDays) as (typeof WINDOWS)[number]}
          onChange={(days) => set({ windowDays: Number(days) })}
        />
        <TextField
          label="Counts as an outlier from"
          unit={
            fields.method === "classic" ? "views per 100 subscribers" : "× the channel’s normal"
          }
          inputMode="decimal"
          value={fields.minScore}
          onChange={(minScore) => set({ minScore })}
          error={errors.min_score}
        />
      </div>
      <details
        className="finer"
        open={open || finerAtFault}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>Finer settings</summary>
        <div className="finer-body">
          <div className="pair">
            <TextField
              label="Look into at most"
              unit="channels"
              inputMode="numeric"
              hint="Bounds what the analysis costs."
              value={fields.maxChannels}
              onChange={(maxChannels) => set({ maxChannels })}
              error={errors.max_channels}
            />
            <ProfileField
              profiles={profiles}
              value={fields.profile}
              onChange={(profile) => set({ profile })}
              error={errors.profile}
            />
          </div>
          <Choices
            legend="Score"
            choices={[
              { value: "adjusted", label: "Against the channel’s normal" },
              { value: "classic", label: "Views per subscriber" },
            ]}
            value={fields.method}
            onChange={(method) => set({ method, minScore: USUAL_MIN_SCORE[method] })}
          />
          <Choices
            legend="When today’s quota is used up"
            choices={[
              { value: "wait", label: "Wait until it fills again" },
              { value: "partial", label: "End with what there is" },
            ]}
            value={fields.onQuota}
            onChange={(onQuota) => set({ onQuota })}
          />
        </div>
      </details>
      <button className="button button-main" type="submit" disabled={busy}>
        {busy ? "Starting…" : "Find outliers"}
      </button>
    </form>
  );
}

function ProfileField({
  profiles,
  value,
  onChange,
  error,
}: {
  profiles: readonly string[];
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}) {
  return (
    <div className="field">
      <label className="label" htmlFor="profile">
        Content profile
      </label>
      <div className={error ? "input input-bad" : "input"}>
        <select
          id="profile"
          value={value}
          aria-invalid={error !== undefined}
          aria-describedby={error ? "profile-error" : "profile-hint"}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">None</option>
          {profiles.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {error ? (
        <p className="error" id="profile-error">
          {error}
        </p>
      ) : (
        <p className="hint" id="profile-hint">
          What your videos are about: judges brand fit.
        </p>
      )}
    </div>
  );
}
