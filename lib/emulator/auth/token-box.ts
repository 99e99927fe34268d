import { stableHex } from "../stable-values";

/** How long a token is good for. (OTC IAM API reference, "Obtaining a User Token", 2026-04.) */
export const tokenLifetimeMs = 24 * 60 * 60 * 1_000;

/** What a token lets its bearer do. */
export interface Grant {
  /** The project it is for; `undefined` for a token without project scope. */
  readonly projectId: string | undefined;
  readonly userName: string;
  /** The name of the account that it acts in. */
  readonly domain: string;
  /** May assume agencies that trust the account. */
  readonly isAgentOperator: boolean;
  readonly expiresAtMs: number;
}

/** The tokens issued since the last reset. They are as secret as the emulator's fleet: not at all. */
export class TokenBox {
  readonly #grants = new Map<string, Grant>();
  #issued = 0;

  /** Issues a token. */
  issue(grant: Omit<Grant, "expiresAtMs">, nowMs: number): string {
    this.#issued += 1;
    const token = `EMULATED-${stableHex(`${this.#issued} ${nowMs} ${grant.projectId ?? ""}`, 64)}`;
    this.#grants.set(token, { ...grant, expiresAtMs: nowMs + tokenLifetimeMs });
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
