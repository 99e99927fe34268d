import { retryAfterOf } from "../../../../lib/client/http/retry-after";

describe("Retry-After", () => {
  const now = Date.UTC(2026, 3, 1, 12, 0, 0);

  test.each([
    ["0", 0],
    ["5", 5_000],
    [" 30 ", 30_000],
    ["120", 120_000],
    ["3600", 600_000],
    ["99999999999999999999", 600_000],
    ["Wed, 01 Apr 2026 12:00:20 GMT", 20_000],
    ["Wed, 01 Apr 2026 11:00:00 GMT", 0],
    ["Wed, 01 Apr 2026 12:08:00 GMT", 480_000],
    ["Wed, 01 Apr 2026 23:00:00 GMT", 600_000],
  ])("%j is %i ms", (header, expected) =>
    expect(retryAfterOf({ headers: { "retry-after": header } }, now)).toBe(expected),
  );

  test("is a date by the clock of its sender, if the answer tells it", () => {
    const headers = { "retry-after": "Wed, 01 Apr 2026 13:00:20 GMT", date: "Wed, 01 Apr 2026 13:00:00 GMT" };
    expect(retryAfterOf({ headers }, now)).toBe(20_000);
    expect(retryAfterOf({ headers }, now + 2 * 3_600_000)).toBe(20_000);
    expect(retryAfterOf({ headers: { ...headers, date: "soon" } }, now)).toBe(600_000);
  });

  test("is nothing without the header", () => expect(retryAfterOf({ headers: {} }, now)).toBeUndefined());

  test.each(["", "-5", "soon", "12 apples", "Xyz, not a date", "2026-04-01T12:00:20Z"])("%j is nothing", (header) =>
    expect(retryAfterOf({ headers: { "retry-after": header } }, now)).toBeUndefined(),
  );
});
