/** Longest distance from now of a time that counts as now. */
const nearMs = 5 * 60_000;

/**
 * Whether a text holds the present time, to the minute or finer: `2026-11-30T02:00:00Z`, `202611300200`, `2026-11-30T02-00-00Z`, epoch
 * seconds or milliseconds, `30.11.2026, 02:00`, or a form that `Date` reads, such as `30 Nov 2026 02:00 UTC`. A date without a time does not
 * count.
 */
export function holdsTimeOfNow(text: string, nowMs: number): boolean {
  return timesIn(text).some((timeMs) => Math.abs(timeMs - nowMs) <= nearMs);
}

function timesIn(text: string): readonly number[] {
  return [
    ...found(text, /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g).map((time) =>
      Date.parse(time.replace(" ", "T")),
    ),
    ...found(text, /(?<!\d)\d{13}(?!\d)/g).map(Number),
    ...found(text, /(?<!\d)\d{10}(?!\d)/g).map((seconds) => Number(seconds) * 1_000),
    ...compactTimes(text),
    ...timesWithDayFirst(text),
    ...(/\d{1,2}:\d\d/.test(text) ? [Date.parse(text)] : []),
  ].filter((timeMs) => Number.isFinite(timeMs));
}

/** `30.11.2026, 02:00:30`, `30/11/2026 02:00`, `30112026-0200` and the like: in UTC, or in this machine's zone, as a program prints it. */
function timesWithDayFirst(text: string): readonly number[] {
  const pattern =
    /(?<!\d)([0-3]\d)[-_./]?([01]\d)[-_./]?(20\d\d)(?:, ?|[ T_.-])?([0-2]\d)(?:[-_.:]|%3A)?([0-5]\d)(?:(?:[-_.:]|%3A)?[0-5]\d)?(?!\d)/gi;
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [day = 0, month = 1, year = 0, hour, minute] = match.slice(1, 6).map(Number);
    return [Date.UTC(year, month - 1, day, hour, minute), new Date(year, month - 1, day, hour, minute).getTime()];
  });
}

/** `20261130T0200`, `20261130020000`, `261130020000`, `2026-11-30-02-00`, `2026-11-30T02%3A00%3A00Z` and the like, in UTC. */
function compactTimes(text: string): readonly number[] {
  const pattern =
    /(?<!\d)(?:20)?(\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)[T_.-]?([0-2]\d)(?:[-_.:]|%3A)?([0-5]\d)(?:(?:[-_.:]|%3A)?[0-5]\d)?(?!\d)/gi;
  return [...text.matchAll(pattern)].map((match) => {
    const [year, month, day, hour, minute] = match.slice(1, 6).map(Number);
    return Date.UTC(2_000 + (year ?? 0), (month ?? 1) - 1, day, hour, minute);
  });
}

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([whole]) => whole);
}
