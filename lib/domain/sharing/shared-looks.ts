import type { Instance, InstanceId } from "../instance";
import { classifyStatus } from "../status";

/**
 * Looks that the resources of one process share. A listing of a big project is megabytes, and Terraform asks for each resource by
 * itself. The freshness of a listing is a matter of proof, so these rules belong to the domain.
 *
 *  J1  A question is answered by a listing that begins after it. Every question up to that beginning joins the same listing.
 *  J2  At most one listing of a kind (endpoint, project, credentials and filters) is under way, and one more is to follow.
 *  J3  A listing that takes longer than `slowListingMs` does not hold up others: the next one begins beside it.
 *  J4  A listing that began at most `recentMs` before a question may answer it if no call depends on the answer (a refresh, the look at
 *      instances that were never read, the look after the end of a run).
 *  J5  A listing that began before a call was answered answers no question that is asked after that answer: it says nothing about
 *      the effect of that call.
 *  J6  An instance that was never read may depend on something that has just ended. A recent listing answers for it only if the listing
 *      shows it RUNNING; otherwise J1 holds. A look at an instance whose call is in the journal may yield evidence (`leftAt`). The listing
 *      of another process's call may have begun before that call was written down, so that J1 holds there too: the question is asked after
 *      the journal was read.
 *  J7  Runs that watch side by side come to look together: while others are under way, a look at instances that are all on their way
 *      begins up to a quarter of the time between looks later than asked for, but before any deadline. Runs that join one listing ask
 *      again at one time and end at one time, and their next calls are one request (M1, `domain/sharing/merged-calls`).
 *  J8  A listing that fails, fails for those who joined it, and for no other asker. A failure of one asker alone, a deadline or a
 *      cancellation, ends the wait of that asker only. A listing without askers is ended, and holds up no other.
 */

/** J4: the oldest beginning of a listing that answers a question on which no call depends, in milliseconds before the question. */
const recentMs = 2_000;

/** J3: how long a listing may hold up the next one. The longest known answers, 10,000 instances in v1.0, take a few seconds. */
const slowListingMs = 10_000;

/** A listing that has begun. */
export interface BegunListing {
  readonly beganMs: number;
  /** A call was answered since it began. */
  readonly precedesCall: boolean;
}

/** Whether a question on which no call depends may take the answer of this listing (J4, J5); not if the clock was set back since. */
export function isRecent({ beganMs, precedesCall }: BegunListing, nowMs: number): boolean {
  const ageMs = nowMs - beganMs;
  return !precedesCall && ageMs >= 0 && ageMs <= recentMs;
}

/** The test for a recent listing that it shows all these instances RUNNING, so that it may answer for them (J6). */
export function showsReady(ids: ReadonlySet<InstanceId>): (listed: readonly Instance[]) => boolean {
  return (listed) => {
    const ready = listed.filter(({ id, status }) => ids.has(id) && classifyStatus(status) === "ready");
    return ready.length === ids.size;
  };
}

/** How long the listings under way still hold up the next one; 0: it may begin (J2, J3). No clock that was set back makes it longer. */
export function heldUpMs(underWay: readonly BegunListing[], nowMs: number): number {
  const longest = underWay.reduce((most, { beganMs }) => Math.max(most, beganMs + slowListingMs - nowMs), 0);
  return Math.min(longest, slowListingMs);
}

/**
 * How long a look may wait for the looks of others (J7).
 * @param lookEveryMs time between looks
 * @param leftMs time until the first deadline
 */
export function patienceMs(lookEveryMs: number, leftMs: number): number {
  return Math.max(0, Math.min(Math.floor(lookEveryMs / 4), leftMs));
}
