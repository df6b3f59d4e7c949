import { type FormEvent, useState } from "react";
import { ask, Problem } from "../api/ask";
import type { Login } from "../api/types";
import { Notice } from "../parts/Notice";
import { TextField } from "../parts/TextField";
import { session } from "./session";

/** Asks for a login where the gateway wants one; an account is made by the same form. */
export function LoginPage() {
  const [isNew, setNew] = useState(false);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [remember, setRemember] = useState(true);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      session.begin(
        isNew
          ? await ask<Login>("POST", "/auth/register", { username: name, email, password })
          : await ask<Login>("POST", "/auth/login", { name, password, remember }),
      );
    } catch (error) {
      setRefused(error instanceof Problem ? error : new Problem(0, String(error)));
      setBusy(false);
    }
  }

  const fields = refused?.fields ?? {};
  return (
    <div className="page login">
      <h1>{isNew ? "Make an account" : "Log in"}</h1>
      {refused !== null && Object.keys(fields).length === 0 && (
        <Notice kind="bad" title={isNew ? "No account was made" : "Not logged in"}>
          {refused.message}
        </Notice>
      )}
      <form className="card form" onSubmit={submit}>
        <TextField
          label={isNew ? "Name" : "Name or e-mail"}
          autoComplete="username"
          value={name}
          onChange={setName}
          error={fields.username ?? fields.name}
        />
        {isNew && (
          <TextField
            label="E-mail"
            autoComplete="email"
            inputMode="email"
            value={email}
            onChange={setEmail}
            error={fields.email}
          />
        )}
        <TextField
          label="Password"
          type="password"
          autoComplete={isNew ? "new-password" : "current-password"}
          value={password}
          onChange={setPassword}
          error={fields.password}
          {...(isNew ? { hint: "10 characters or more; a sentence is best." } : {})}
        />
        {!isNew && (
          <label className="check">
            <input
              type="checkbox"
              checked={remember}
              onChange={(event) => setRemember(event.target.checked)}
            />
            Stay logged in on this computer
          </label>
        )}
        <button className="button button-main" type="submit" disabled={busy}>
          {busy ? "One moment…" : isNew ? "Make the account" : "Log in"}
        </button>
      </form>
      <p className="muted">
        {isNew ? "You have an account?" : "No account yet?"}{" "}
        <button
          className="link"
          type="button"
          onClick={() => {
            setNew(!isNew);
            setRefused(null);
          }}
        >
          {isNew ? "Log in" : "Make one"}
        </button>
      </p>
    </div>
  );
}
