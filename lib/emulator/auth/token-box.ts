import { stableHex } from "../stable-values";

/** Lifetime of a token. (OTC IAM API reference, "Obtaining a User Token", 2026-04.) */
export const tokenLifetimeMs = 24 * 60 * 60 * 1_000;

/** The rights of a token's bearer. */
export interface Grant {
  /** The token's project; `undefined` for a token without project scope. */
  readonly projectId: string | undefined;
  readonly userName: string;
  /** The name of the account that the bearer acts in. */
  readonly domain: string;
  /** Whether the bearer may assume agencies that trust the account. */
  readonly isAgentOperator: boolean;
  readonly expiresAtMs: number;
}

/** The tokens issued since the last reset. They are not secret, like the emulator's fleet. */
export class TokenBox {
  private readonly grants = new Map<string, Grant>();
  private issued = 0;

  /** Issues a token. */
  issue(grant: Omit<Grant, "expiresAtMs">, nowMs: number): string {
    this.issued += 1;
    const token = `EMULATED-${stableHex(`${this.issued} ${nowMs} ${grant.projectId ?? ""}`, 64)}`;
    this.grants.set(token, { ...grant, expiresAtMs: nowMs + tokenLifetimeMs });
    return token;
  }

  /** The rights of a token; `undefined` for a token that was not issued here. */
  find(token: string): Grant | undefined {
    return this.grants.get(token);
  }

  /** Forgets everything. */
  clear(): void {
    this.grants.clear();
    this.issued = 0;
  }
}
