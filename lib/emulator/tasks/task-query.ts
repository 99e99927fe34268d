import { refuse } from "../refusal";
import type { TaskRecord } from "./task-records";
import { wholeNumber } from "../whole-number";

const defaultLimit = 10;
const maxLimit = 100;

/** The requested part of an instance's records. */
interface TaskQuery {
  /** The number of the first record, from 1. */
  readonly start: number;
  readonly limit: number;
  /** Whole seconds since the epoch; both bounds are included. */
  readonly beginS: number;
  readonly endS: number;
}

/**
 * Reads the query of a list of tasks. Empty values count as absent. Throws DMS.00400062 for a `start` below 1, a `limit` that
 * is not from 1 to 100, and a time that is not written YYYYMMDDHHmmss. Times are UTC.
 */
export function readTaskQuery(query: URLSearchParams): TaskQuery {
  const start = wholeNumber(query.get("start"), 1);
  if (start === undefined || start < 1) throw refuse("DMS.00400062", "start must be 1 or more.");
  const limit = wholeNumber(query.get("limit"), defaultLimit);
  if (limit === undefined || limit < 1 || limit > maxLimit) {
    throw refuse("DMS.00400062", `limit must be from 1 to ${maxLimit}.`);
  }
  return {
    start,
    limit,
    beginS: readTime(query, "begin_time", -Infinity),
    endS: readTime(query, "end_time", Infinity),
  };
}

/** The tasks that began in the requested time, in their order. */
export function matchingTasks(tasks: readonly TaskRecord[], { beginS, endS }: TaskQuery): readonly TaskRecord[] {
  return tasks.filter(({ beganAtMs }) => {
    const beganS = Math.floor(beganAtMs / 1_000);
    return beganS >= beginS && beganS <= endS;
  });
}

function readTime(query: URLSearchParams, name: string, absent: number): number {
  const text = query.get(name) ?? "";
  if (text === "") return absent;
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  const [year, month, day, hour, minute, second] = parts?.slice(1) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const ms = Date.parse(iso);
  // Date.parse reads the 31st of a month of 30 days as the 1st of the next.
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== iso) {
    throw refuse("DMS.00400062", `${name} must be a time in UTC, written YYYYMMDDHHmmss.`);
  }
  return ms / 1_000;
}
