/**
 * The rules for one instance once more, as short as they can be: no reasons, no records, no import, no creation, no unknown values. The
 * answers of `lib/domain/ledger` are compared with it over random histories.
 */
type Triggers = number;

interface Sent {
  readonly triggers: Triggers;
  readonly result: "failed" | "unknown";
  readonly forHealth: boolean;
  /** It was in ERROR before the call; then `tried`: and is in ERROR after it; `mended`: and was seen well since. */
  readonly wasFaulty: boolean;
  readonly tried: boolean;
  readonly mended: boolean;
}

export interface ModelEntry {
  /** The triggers of its adoption, or of its last proven restart. */
  readonly ranFor: Triggers;
  readonly restart?: Sent | undefined;
  readonly deletion?: Sent | undefined;
}

export interface ModelWanted {
  readonly state: "running" | "deleted";
  readonly triggers: Triggers;
}

export interface ModelSeen {
  readonly gone: boolean;
  readonly faulty: boolean;
}

export type ModelVerb = "restart" | "delete" | "verify restart" | "verify delete";
/** `broken`: failed, and in ERROR after it. */
export type ModelOutcome = "success" | "failed" | "broken" | "unknown" | "unsent";

export function dueFor(
  { ranFor, restart, deletion }: ModelEntry,
  wanted: ModelWanted,
  seen: ModelSeen,
  restartUnhealthy: boolean,
): ModelVerb | undefined {
  if (wanted.state === "deleted") {
    if (deletion !== undefined && (seen.gone || deletion.result === "unknown")) return "verify delete";
    return seen.gone ? undefined : "delete";
  }
  if (seen.gone) return undefined;
  if (isChanged({ ranFor, restart, deletion }, wanted)) return "restart";
  if (deletion?.result === "unknown") return "verify delete";
  if (restart?.result === "unknown") return "verify restart";
  const unhealthy = restartUnhealthy && seen.faulty;
  if (restart?.tried === true) return unhealthy && restart.mended ? "restart" : undefined;
  if (restart?.result === "failed" && (unhealthy || !restart.forHealth)) return "restart";
  return unhealthy ? "restart" : undefined;
}

/** A look before a plan. */
export function lookedAt({ restart, ...entry }: ModelEntry, { gone, faulty }: ModelSeen): ModelEntry {
  return {
    ...entry,
    restart: restart && { ...restart, mended: restart.mended || (restart.tried && !gone && !faulty) },
  };
}

function isChanged({ ranFor, restart, deletion }: ModelEntry, { triggers }: ModelWanted): boolean {
  if (deletion?.result === "unknown" && triggers === deletion.triggers) return false;
  return triggers !== (restart?.triggers ?? ranFor);
}

export function afterDue(
  entry: ModelEntry,
  verb: ModelVerb,
  outcome: ModelOutcome,
  wanted: ModelWanted,
  seen: ModelSeen,
): ModelEntry {
  if (outcome === "unsent") return entry;
  const { triggers } = wanted;
  const { restart, deletion } = entry;
  const result = outcome === "unknown" ? "unknown" : "failed";
  const sent = { triggers, result, wasFaulty: false, tried: false, mended: false } as const;
  switch (verb) {
    case "restart": {
      if (outcome === "success") return { ranFor: triggers };
      const forHealth = !isChanged(entry, wanted) && (restart?.forHealth ?? true);
      const tried = seen.faulty && outcome === "broken";
      return { ranFor: entry.ranFor, restart: { ...sent, forHealth, wasFaulty: seen.faulty, tried } };
    }
    case "verify restart":
      if (restart === undefined) throw new Error("there is no restart to verify");
      if (outcome === "success") return { ranFor: restart.triggers, deletion };
      return { ...entry, restart: { ...restart, result, tried: restart.wasFaulty && outcome === "broken" } };
    case "delete":
    case "verify delete":
      if (outcome !== "success") return { ...entry, deletion: { ...sent, forHealth: false } };
      return wanted.state === "deleted" ? { ranFor: triggers } : { ...entry, deletion: undefined };
  }
}

/** Nothing was due. */
export function afterNothing(entry: ModelEntry, wanted: ModelWanted, seen: ModelSeen): ModelEntry {
  if (wanted.state === "deleted") return seen.gone ? { ranFor: wanted.triggers } : entry;
  return seen.gone || entry.deletion?.result === "unknown" ? entry : { ...entry, deletion: undefined };
}
