/** Calls of the gateway's REST interface; every refusal is a Problem that names the field and the mend. */

import { session } from "../session/session";

const BASE = "/api/v1";
const NOT_LOGGED_IN = 401;
/** Where a 401 is about what was sent, not about who sent it. */
const ACCOUNTS = "/auth/";

/** A refusal (RFC 9457), or a gateway that does not answer. */
export class Problem extends Error {
  readonly status: number;
  /** What is wrong with each field of the request, by the field's name. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return send<T>(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
}

/** Start an analysis. A start that is sent again with the same key is the same start. */
export async function start<T>(body: unknown, key: string): Promise<T> {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return send<T>("/analyses", { method: "POST", headers, body: JSON.stringify(body) });
}

/** A file of the gateway, by the address within its interface. */
export async function file(path: string): Promise<Blob> {
  return (await answerTo(path, {})).blob();
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  const response = await answerTo(path, init);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** The answer to a request, which is made again after the login was renewed; a refusal is thrown as a Problem. */
async function answerTo(path: string, init: RequestInit): Promise<Response> {
  let response = await fetched(path, init);
  if (response.status === NOT_LOGGED_IN && !path.startsWith(ACCOUNTS) && (await session.renew())) {
    response = await fetched(path, init);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function fetched(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  const token = session.accessToken();
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  try {
    return await fetch(`${BASE}${path}`, { ...init, headers });
  } catch {
    throw new Problem(0, "The gateway does not answer. Is the stack still running?");
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const document: unknown = await response.json().catch(() => null);
  const told = isRecord(document) ? document : {};
  const wait = response.headers.get("Retry-After");
  const text = String(told.detail ?? told.title ?? `The gateway answered ${response.status}.`);
  const again = wait && response.status >= 429 ? ` Try again in ${wait} s.` : "";
  return new Problem(response.status, text + again, fieldsOf(told.errors));
}

/**
 * The faults by field of the request: that of `exclusion_channels[2]` stands under `exclusion_channels`.
 */
export function fieldsOf(errors: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const error of Array.isArray(errors) ? errors : []) {
    if (!isRecord(error)) continue;
    const field = /^\w+/.exec(String(error.field ?? ""))?.[0];
    if (field === undefined || field in fields) continue;
    fields[field] = sentence([error.message, error.mend].filter(Boolean).join("; "));
  }
  return fields;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
