import type { PrivateData } from "../../framework/resource";
import { decodeJson, encodeJson, fieldsOf } from "../private-json";
import type { Candidate } from "../../rollout/failed-creations";

/** A purge that was sent, or may have been, and whose end was not seen for these instances. */
export interface OpenPurge {
  /** RFC 3339, as in `purged_at`. */
  readonly sentAt: string;
  readonly candidates: readonly Candidate[];
}

/** What travels beside the state, invisible to the user. */
interface PrivateState {
  /** A mark of the object it belongs to: how the plans of one object that is to be replaced are recognized. */
  readonly object: string | undefined;
  readonly open: OpenPurge | undefined;
  /** The enterprise projects of what a refresh has listed, by instance id; absent where that does not matter. */
  readonly enterpriseProjects?: Readonly<Record<string, string>> | undefined;
}

export function encodePrivate({ object, open, enterpriseProjects }: PrivateState): PrivateData {
  return encodeJson({ object, open, enterpriseProjects });
}

/** Anything that is not ours counts as empty. */
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
