import { type CallFailure, isCallFailure } from "../../domain/call-failure";
import type { Desired } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import { classifyStatus, deletedStatus } from "../../domain/status";
import type { Diagnostic } from "../../framework/diagnostic";
import { lookAtEach } from "../../rollout/look";
import { instanceUnreadable, missingInstance, serviceFailed } from "../messages";
import type { ProviderData } from "../service";
import { type Baseline, type Capabilities, notOffered } from "./assessment";
import type { Found } from "./observe";
import type { Prospect } from "./prospect";
import { withEvidence } from "./witness";

type Ready = Extract<ProviderData, { kind: "ready" }>;

/** What a look at the newcomers has shown: declared instances that no refresh has looked at. */
interface Newcomers {
  readonly found: Found;
  /** The prospect's, with what the look has shown of earlier calls. */
  readonly baseline: Baseline;
  /** Declared deleted, and not there: nothing is due for them. */
  readonly gone: readonly Desired[];
  /** What cannot work with them. */
  readonly refusals: readonly Diagnostic[];
}

/** Looks at the newcomers, when there are any. Never rejects for what the service does. */
export async function lookAtNewcomers(prospect: Prospect, ready: Ready, signal: AbortSignal): Promise<Newcomers> {
  const { baseline } = prospect;
  const unseen = prospect.desired.filter(({ id }) => !baseline.statuses.has(id));
  const nothing = { found: new Map(), baseline, gone: [], refusals: [] };
  if (unseen.length === 0) return nothing;
  try {
    const ids = unseen.map(({ id }) => id);
    const { found, unread } = await lookAtEach(ready.service, ids, signal);
    return {
      found,
      baseline: withEvidence(baseline, found, ready),
      gone: unseen.filter(({ id, state }) => state === "deleted" && isGone(found, id)),
      refusals: [...unreadable(unseen, unread), ...impossible(prospect, unseen, found, ready.service)],
    };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { ...nothing, refusals: [lookFailed(thrown)] };
  }
}

function lookFailed(failure: CallFailure): Diagnostic {
  return serviceFailed("looking up the instances, before any call", failure);
}

/** An id that the service refuses is the mistake of its own line; anything else concerns all of them. */
function unreadable(unseen: readonly Desired[], unread: ReadonlyMap<InstanceId, CallFailure>): readonly Diagnostic[] {
  const refused = unseen.flatMap((instance) => {
    const failure = unread.get(instance.id);
    return failure?.code === "invalid" ? [instanceUnreadable(instance, failure.message)] : [];
  });
  const other = [...unread.values()].find(({ code }) => code !== "invalid");
  return other === undefined ? refused : [...refused, lookFailed(other)];
}

/**
 * What does not exist and should be running, and what has an engine that knows no such call. on_missing is about instances that
 * existed once; an id that never did is a mistake.
 */
function impossible(
  { planned }: Prospect,
  unseen: readonly Desired[],
  found: Found,
  capabilities: Capabilities,
): readonly Diagnostic[] {
  const missing = unseen.filter(({ id, state }) => state === "running" && isGone(found, id));
  const ids = new Set(unseen.map(({ id }) => id));
  return [
    ...missing.map((instance) => missingInstance(instance, false)),
    ...notOffered(
      planned.filter(({ id }) => ids.has(id)),
      (id) => found.get(id)?.engine,
      capabilities,
    ),
  ];
}

/** Was looked at and does not exist. */
function isGone(found: Found, id: InstanceId): boolean {
  return found.has(id) && classifyStatus(found.get(id)?.status ?? deletedStatus) === "gone";
}
