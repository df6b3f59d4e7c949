/**
 * Who is logged in: a short-lived access token in memory, renewed by the refresh cookie, which no script can read.
 * Where no login is needed (a laptop, from the same machine) there is never a token.
 */

export interface User {
  readonly username: string;
  readonly role: string;
}

export interface Standing {
  /** The gateway asked for a login, and there is none (any more). */
  readonly needed: boolean;
  readonly user: User | null;
}

interface Login {
  readonly access_token: string;
  readonly user: User;
}

export class Session {
  private token: string | null = null;
  private standing: Standing = { needed: false, user: null };
  private renewing: Promise<boolean> | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly fetch: typeof fetch;

  /** `fetched` is the browser's own, unless a test gives another. */
  constructor(fetched: typeof fetch = (...request) => fetch(...request)) {
    this.fetch = fetched;
  }

  readonly now = (): Standing => this.standing;
  readonly accessToken = (): string | null => this.token;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Take what a login or a renewal gave. */
  readonly begin = (login: Login): void => {
    this.token = login.access_token;
    this.change({ needed: false, user: login.user });
  };

  /** Have the page ask for a login. */
  readonly end = (): void => {
    this.token = null;
    this.change({ needed: true, user: null });
  };

  /** Renew the login by its cookie; all who ask meanwhile share one attempt. False: a login is needed. */
  readonly renew = (): Promise<boolean> => {
    this.renewing ??= this.refresh().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  };

  private async refresh(): Promise<boolean> {
    const response = await this.fetch("/api/v1/auth/refresh", { method: "POST" }).catch(() => null);
    if (response?.status === 401) this.end();
    if (!response?.ok) return false;
    this.begin((await response.json()) as Login);
    return true;
  }

  private change(standing: Standing): void {
    this.standing = standing;
    for (const listener of this.listeners) listener();
  }
}

/** The page's one session. */
export const session = new Session();
