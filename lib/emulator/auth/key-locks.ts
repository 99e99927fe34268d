/** Most failures in a row without a lock of the access key. (OTC API Gateway user manual, FAQ on IAM authentication, 2026-04.) */
const toleratedFailures = 5;
const lockMs = 5 * 60 * 1_000;

/** Locks an access key for five minutes after more than five failed signatures in a row. */
export class KeyLocks {
  private readonly failures = new Map<string, number>();
  private readonly lockedUntilMs = new Map<string, number>();

  /** True while all calls with this key are refused. */
  isLocked(accessKey: string, nowMs: number): boolean {
    const untilMs = this.lockedUntilMs.get(accessKey);
    if (untilMs === undefined) return false;
    if (nowMs < untilMs) return true;
    this.succeeded(accessKey);
    return false;
  }

  /** Counts one failure; attempts while locked are not counted. */
  failed(accessKey: string, nowMs: number): void {
    const failures = (this.failures.get(accessKey) ?? 0) + 1;
    this.failures.set(accessKey, failures);
    if (failures > toleratedFailures) this.lockedUntilMs.set(accessKey, nowMs + lockMs);
  }

  /** Ends the row of failures. */
  succeeded(accessKey: string): void {
    this.failures.delete(accessKey);
    this.lockedUntilMs.delete(accessKey);
  }

  /** Forgets everything. */
  clear(): void {
    this.failures.clear();
    this.lockedUntilMs.clear();
  }
}
