import { stableHex } from "../stable-values";

/** How long a token is good for. (OTC IAM API reference, "Obtaining a User Token", 2026-04.) */
export const tokenLifetimeMs = 24 * 60 * 60 * 1_000;

/** What a token lets its bearer do. */
export interface Grant {
  /** The project it is for; `undefined` for a token without project scope. */
  readonly projectId: string | undefined;
  readonly userName: string;
  readonly expiresAtMs: number;
}

/** The tokens issued since the last reset. They are as secret as the emulator's fleet: not at all. */
export class TokenBox {
  readonly #grants = new Map<string, Grant>();
  #issued = 0;

  /** Issues a token. */
  issue(projectId: string | undefined, userName: string, nowMs: number): string {
    this.#issued += 1;
    const token = `EMULATED-${stableHex(`${this.#issued} ${nowMs} ${projectId ?? ""}`, 64)}`;
    this.#grants.set(token, { projectId, userName, expiresAtMs: nowMs + tokenLifetimeMs });
    return token;
  }

  /** What a token lets its bearer do; `undefined` for one that was never issued here. */
  find(token: string): Grant | undefined {
    return this.#grants.get(token);
  }

  /** Forgets everything. */
  clear(): void {
    this.#grants.clear();
    this.#issued = 0;
  }
}
