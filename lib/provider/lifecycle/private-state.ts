import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/action-record";
import type { PrivateData } from "../../framework/resource";
import type { TriggerDigests } from "../memory";
import { decodeJson, encodeJson, fieldsOf } from "../private-json";
import { decodeRecord } from "./stored-record";

/** How an instance was known before something was asked for that has not been done, and why it was asked for. */
export interface OpenCause {
  /** The triggers before, while no restart has been sent for those of now. */
  readonly before?: TriggerDigests | undefined;
  /** The last record before. */
  readonly last?: ActionRecord | undefined;
  /** It was due because the instance was in ERROR. */
  readonly unhealthy?: true | undefined;
}

/** What travels beside the state, invisible to the user. */
interface PrivateState {
  /** The instances were imported, and their triggers have not been adopted yet. */
  readonly imported: boolean;
  /** `id` of the object it belongs to: how an object is recognized that the user wants replaced. */
  readonly object: string | undefined;
  /** It belongs to the plan of a creation. */
  readonly creation: boolean;
  /** By what that creation is known (S3 of predecessors.ts), where it is decided. */
  readonly successor: string | undefined;
  /** Triggers of runs whose records a refresh has put into state, while state itself still has the older triggers. */
  readonly ran: ReadonlyMap<InstanceId, TriggerDigests>;
  /** Of the unfinished instances, and of those that were gone when their triggers changed. */
  readonly causes: ReadonlyMap<InstanceId, OpenCause>;
}

const empty: PrivateState = {
  imported: false,
  object: undefined,
  creation: false,
  successor: undefined,
  ran: new Map(),
  causes: new Map(),
};

export function encodePrivate(given: Partial<PrivateState>): PrivateData {
  const { imported, object, creation, successor, ran, causes } = { ...empty, ...given };
  const stored = {
    imported,
    object,
    creation,
    successor,
    ran: fromMap(ran, (triggers) => fromMap(triggers, (value) => value)),
    causes: fromMap(causes, ({ before, last, unhealthy }) => ({
      before: before === undefined ? undefined : fromMap(before, (value) => value),
      last,
      unhealthy,
    })),
  };
  return encodeJson(stored);
}

/** Anything that is not ours counts as empty. */
export function decodePrivate(data: PrivateData | undefined): PrivateState {
  if (data === undefined) return empty;
  try {
    const stored = decodeJson(data);
    return {
      imported: stored["imported"] === true,
      object: typeof stored["object"] === "string" ? stored["object"] : undefined,
      creation: stored["creation"] === true,
      successor: typeof stored["successor"] === "string" ? stored["successor"] : undefined,
      ran: toMap(stored["ran"], digests),
      causes: toMap(stored["causes"], cause),
    };
  } catch {
    return empty;
  }
}

function cause(value: unknown): OpenCause {
  const { before, last, unhealthy } = fieldsOf(value);
  return {
    ...(before !== undefined && { before: digests(before) }),
    ...(last !== undefined && { last: decodeRecord(last) }),
    ...(unhealthy === true && { unhealthy: true }),
  };
}

function digests(value: unknown): TriggerDigests {
  return toMap(value, (digest) => (typeof digest === "string" ? digest : ""));
}

function toMap<T>(value: unknown, decode: (value: unknown) => T): ReadonlyMap<string, T> {
  return new Map(Object.entries(fieldsOf(value)).map(([key, entry]) => [key, decode(entry)]));
}

function fromMap<T>(map: ReadonlyMap<string, T>, encode: (value: T) => unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...map].map(([key, value]) => [key, encode(value)]));
}
