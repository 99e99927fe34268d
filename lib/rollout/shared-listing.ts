import { type CallFailure, interruptedCall } from "../domain/call-failure";
import { type BegunListing, heldUpMs, isRecent } from "../domain/sharing/shared-looks";
import type { Clock } from "./ports";

/** One kind of listing, shared by all its askers (rules J1–J8 above `lib/domain/sharing/shared-looks`). */
export interface SharedListing<T> {
  /**
   * Answers the result of a listing that begins after this question. Rejects as the listing does, and as `interrupted` when `signal`
   * aborts.
   */
  ask(signal: AbortSignal, question?: Question<T>): Promise<T>;
  /** Tells that a call was answered or ended without an answer: listings that began before do not answer later questions (J5). */
  callEnded(): void;
}

interface Question<T> {
  /** Whether a listing that began shortly before answers the question (J4). @default none will */
  readonly accepts?: (listed: T) => boolean;
  /** How long the listing may wait for the questions of others (J7). @default 0 */
  readonly patienceMs?: number;
}

/** A listing that waits to begin or is under way. */
class Listing<T> {
  begun: BegunListing | undefined;
  /** Number of questions that wait for it. */
  askers = 0;
  /** Aborted when the last question stops waiting. */
  readonly unwanted = new AbortController();
  readonly shown: Promise<T>;

  /** @param dueMs time at which the least patient question wants it to begin */
  constructor(
    public dueMs: number,
    show: (listing: Listing<T>) => Promise<T>,
  ) {
    this.shown = show(this);
    // The askers see the rejection. A listing that all have left must not reject unhandled.
    this.shown.catch(() => undefined);
  }
}

interface Shown<T> {
  readonly begun: BegunListing;
  readonly listed: T;
}

/**
 * Shares `list`, which must end when its signal aborts. It calls `list` only for a question; the clock gives questions of the same moment
 * the time to join the same listing.
 */
export function createSharedListing<T>(list: (signal: AbortSignal) => Promise<T>, clock: Clock): SharedListing<T> {
  return new Sharing(list, clock);
}

class Sharing<T> implements SharedListing<T> {
  private readonly underWay = new Set<Listing<T>>();
  private next: Listing<T> | undefined;
  private last: Shown<T> | undefined;
  /** Aborted and replaced whenever a listing ends, is left by all or is wanted earlier. */
  private change = new AbortController();

  constructor(
    private readonly list: (signal: AbortSignal) => Promise<T>,
    private readonly clock: Clock,
  ) {}

  async ask(signal: AbortSignal, { accepts, patienceMs = 0 }: Question<T> = {}): Promise<T> {
    const recent = accepts === undefined ? undefined : await this.recent(signal);
    if (recent !== undefined && accepts?.(recent.listed) === true) return recent.listed;
    const dueMs = this.clock.now() + patienceMs;
    this.next ??= new Listing(dueMs, (listing) => this.beginInTurn(listing));
    if (dueMs < this.next.dueMs) {
      this.next.dueMs = dueMs;
      this.changed();
    }
    return this.join(this.next, signal);
  }

  callEnded(): void {
    for (const listing of this.underWay) {
      if (listing.begun !== undefined) listing.begun = { ...listing.begun, precedesCall: true };
    }
    this.last = undefined;
  }

  /** The result of a recent listing; waits for one that is under way. */
  private async recent(signal: AbortSignal): Promise<{ readonly listed: T } | undefined> {
    const nowMs = this.clock.now();
    if (this.last !== undefined && isRecent(this.last.begun, nowMs)) return this.last;
    for (const listing of this.underWay) {
      if (listing.begun !== undefined && isRecent(listing.begun, nowMs)) {
        return { listed: await this.join(listing, signal) };
      }
    }
    return undefined;
  }

  /** Waits for a listing until `signal` aborts; the listing goes on for the others. */
  private join(listing: Listing<T>, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        reject(interrupted(listing.begun !== undefined));
        listing.askers -= 1;
        if (listing.askers === 0) this.abandon(listing);
      };
      listing.askers += 1;
      if (signal.aborted) {
        onAbort();
        return;
      }
      signal.addEventListener("abort", onAbort, { once: true });
      listing.shown.finally(() => signal.removeEventListener("abort", onAbort)).then(resolve, reject);
    });
  }

  private async beginInTurn(listing: Listing<T>): Promise<T> {
    const { signal } = listing.unwanted;
    await this.clock.sleep(0, signal);
    for (;;) {
      if (signal.aborted) throw interrupted(false);
      const nowMs = this.clock.now();
      const waitMs = Math.max(listing.dueMs - nowMs, heldUpMs(this.begun(), nowMs));
      if (waitMs <= 0) break;
      await this.clock.sleep(waitMs, this.change.signal);
    }
    if (this.next === listing) this.next = undefined;
    listing.begun = { beganMs: this.clock.now(), precedesCall: false };
    this.underWay.add(listing);
    try {
      const listed = await this.list(signal);
      this.remember({ begun: listing.begun, listed });
      return listed;
    } finally {
      this.leave(listing);
    }
  }

  /** A listing that began later may have ended earlier. */
  private remember(shown: Shown<T>): void {
    if (shown.begun.precedesCall || shown.begun.beganMs < (this.last?.begun.beganMs ?? 0)) return;
    this.last = shown;
  }

  private abandon(listing: Listing<T>): void {
    if (this.next === listing) this.next = undefined;
    listing.unwanted.abort();
    this.leave(listing);
  }

  private leave(listing: Listing<T>): void {
    this.underWay.delete(listing);
    this.changed();
  }

  private changed(): void {
    const change = this.change;
    this.change = new AbortController();
    change.abort();
  }

  private begun(): readonly BegunListing[] {
    return [...this.underWay].flatMap(({ begun }) => (begun === undefined ? [] : [begun]));
  }
}

function interrupted(began: boolean): CallFailure & Error {
  return began
    ? interruptedCall("unknown", "GET …/instances: interrupted after it was sent.")
    : interruptedCall("not-sent", "GET …/instances: interrupted before it was sent. Nothing was sent.");
}
