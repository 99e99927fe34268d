import type { PrivateData } from "../../framework/resource";
import { decodeJson, encodeJson, fieldsOf } from "../../framework/private-json";
import type { Candidate } from "../../rollout/failed-creations";
import type { StateOf } from "../../framework/values/schema";
import type { failedInstancePurgeSchema } from "../schemas/failed-instance-purge";

export type PurgeState = StateOf<typeof failedInstancePurgeSchema>;
type FailedList = NonNullable<PurgeState["pending"]>;

export function encodeCandidates(candidates: readonly Candidate[]): FailedList {
  return candidates.map(({ id, name }) => ({ instance_id: id, name }));
}

export function decodeCandidates(list: PurgeState["pending"]): readonly Candidate[] {
  return (list ?? []).flatMap((entry) =>
    entry?.instance_id == null ? [] : [{ id: entry.instance_id, name: entry.name ?? "" }],
  );
}

/** A purge, sent or possibly sent, whose end was not seen for these instances. */
export interface OpenPurge {
  /** RFC 3339, as in `purged_at`. */
  readonly sentAt: string;
  readonly candidates: readonly Candidate[];
}

/** Private data of the resource, which travels beside the state, invisible to the user. */
interface PrivateState {
  /** The mark of the object that the data belongs to. It identifies the plans of an object that is to be replaced. */
  readonly object: string | undefined;
  readonly open: OpenPurge | undefined;
  /** The enterprise projects of the listed instances, by instance id; absent if not needed. */
  readonly enterpriseProjects?: Readonly<Record<string, string>> | undefined;
}

export function encodePrivate({ object, open, enterpriseProjects }: PrivateState): PrivateData {
  return encodeJson({ object, open, enterpriseProjects });
}

/** Reads private data. Data of another writer counts as empty. */
export function decodePrivate(data: PrivateData | undefined): PrivateState {
  try {
    const { object, open, enterpriseProjects } = decodeJson(data);
    return {
      object: typeof object === "string" ? object : undefined,
      open: openPurge(open),
      ...(enterpriseProjects !== undefined && { enterpriseProjects: textsOf(enterpriseProjects) }),
    };
  } catch {
    return { object: undefined, open: undefined };
  }
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])),
  );
}

function openPurge(value: unknown): OpenPurge | undefined {
  const { sentAt, candidates } = fieldsOf(value);
  if (typeof sentAt !== "string" || !Array.isArray(candidates)) return undefined;
  return { sentAt, candidates: candidates.flatMap(candidate) };
}

function candidate(value: unknown): readonly Candidate[] {
  const { id, name } = fieldsOf(value);
  return typeof id === "string" && typeof name === "string" ? [{ id, name }] : [];
}
