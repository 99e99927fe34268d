import { lastMomentMs, type EmulatorClock } from "../clock";
import { requireShallow } from "./instance-fields";
import type { Condition, Disguise, InstanceRecord } from "./instance-record";
import { isMoment, savedText } from "../saved-values";
import { InvalidInput } from "../invalid-input";
import { isJsonObject, type JsonObject, type JsonValue } from "../json-value";
import { decodeTasks } from "./task-records";

/** Store of the fleet between runs. The caller owns the file. */
export interface StateStore {
  /** The text last saved; `undefined` before the first save. */
  load(): string | undefined;
  save(text: string): void;
}

/** The state that outlives the process. Fault rules, tokens, key locks and the journal do not. */
export interface SavedState {
  /** Time of a manual clock; `undefined` if the clock was real. */
  readonly clockMs: number | undefined;
  readonly records: readonly InstanceRecord[];
}

const formatVersion = 1;

/** Texts of records. A changed record is a new object, so most of a big fleet need not be written again. */
const written = new WeakMap<InstanceRecord, string>();

/** The state as text, one instance per line. */
export function encodeState(state: SavedState): string {
  const records = state.records.map(recordText);
  return `{"version":${formatVersion},"clock_ms":${state.clockMs ?? null},"instances":[\n${records.join(",\n")}\n]}\n`;
}

function recordText(record: InstanceRecord): string {
  let text = written.get(record);
  if (text === undefined) written.set(record, (text = JSON.stringify(record)));
  return text;
}

/** Pure. Throws `InvalidInput` for a text that `encodeState` did not write. */
export function decodeState(text: string): SavedState {
  const state = parseText(text);
  if (state.version !== formatVersion) throw new InvalidInput("state.version", `must be ${formatVersion}`);
  const { clock_ms: clockMs } = state;
  if (clockMs !== null && !isMoment(clockMs)) {
    throw new InvalidInput("state.clock_ms", `must be null or a whole number from 0 to ${lastMomentMs}`);
  }
  if (!Array.isArray(state.instances)) throw new InvalidInput("state.instances", "must be an array");
  return {
    clockMs: clockMs ?? undefined,
    records: (state.instances as readonly JsonValue[]).map((record, index) =>
      decodeRecord(record, `state.instances[${index}]`),
    ),
  };
}

/**
 * The saved records, adjusted to the present clock. A change that was under way with the other kind of clock keeps its remaining time: from
 * now for a real clock, from the save for a manual one.
 */
export function recordsAsOf({ clockMs, records }: SavedState, clock: EmulatorClock): readonly InstanceRecord[] {
  if ((clockMs === undefined) === (clock.position() === undefined)) return records;
  const laterMs = clock.nowMs() - (clockMs ?? clock.wallMs());
  return records.map((record) => ({
    ...record,
    condition: postpone(record.condition, laterMs),
    disguise: record.disguise && { ...record.disguise, untilMs: record.disguise.untilMs + laterMs },
  }));
}

function postpone(condition: Condition, laterMs: number): Condition {
  if (condition.kind === "steady" || condition.endsAtMs === null) return condition;
  return { ...condition, endsAtMs: condition.endsAtMs + laterMs };
}

// Parses the text of a state. A file that is not JSON may contain secrets, so errors do not quote it, unlike the parser's own message.
function parseText(text: string): JsonObject {
  const value = parsed(text);
  if (isJsonObject(value)) return value;
  throw new InvalidInput("state", "must be an object");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInput("state", "is not JSON");
  }
}

function decodeRecord(value: JsonValue, place: string): InstanceRecord {
  if (!isJsonObject(value)) throw new InvalidInput(place, "must be an object");
  const { fields } = value;
  if (!isJsonObject(fields)) throw new InvalidInput(`${place}.fields`, "must be an object");
  for (const [name, field] of Object.entries(fields)) requireShallow(field, `${place}.fields.${name}`);
  return {
    id: savedText(value.id, `${place}.id`),
    projectId: savedText(value.projectId, `${place}.projectId`),
    name: savedText(value.name, `${place}.name`),
    engine: savedText(value.engine, `${place}.engine`),
    fields,
    condition: decodeCondition(value.condition, `${place}.condition`),
    ...(value.before === undefined ? {} : { before: savedText(value.before, `${place}.before`) }),
    ...(value.disguise === undefined ? {} : { disguise: decodeDisguise(value.disguise, `${place}.disguise`) }),
    tasks: decodeTasks(value.tasks ?? { made: 0, kept: [] }, `${place}.tasks`),
  };
}

function decodeDisguise(value: JsonValue, place: string): Disguise {
  if (!isJsonObject(value)) throw new InvalidInput(place, "must be an object");
  const { untilMs } = value;
  if (typeof untilMs !== "number" || !Number.isFinite(untilMs))
    throw new InvalidInput(`${place}.untilMs`, "must be a number");
  return { status: savedText(value.status, `${place}.status`), untilMs };
}

function decodeCondition(value: JsonValue | undefined, place: string): Condition {
  if (!isJsonObject(value)) throw new InvalidInput(place, "must be an object");
  const status = savedText(value.status, `${place}.status`);
  if (value.kind === "steady") return { kind: "steady", status };
  const { endsAtMs, end, unseen } = value;
  if (value.kind !== "changing" || typeof unseen !== "boolean") throw new InvalidInput(place, "is not a condition");
  if (endsAtMs !== null && (typeof endsAtMs !== "number" || !Number.isFinite(endsAtMs))) {
    throw new InvalidInput(`${place}.endsAtMs`, "must be a number");
  }
  return {
    kind: "changing",
    status,
    endsAtMs,
    end: end === null ? null : savedText(end, `${place}.end`),
    unseen,
  };
}
