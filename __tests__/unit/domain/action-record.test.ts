import { newestRecord, timestamp } from "../../../lib/domain/action-record";
import { recordOf } from "../../support/rollout/records";

test("timestamps are RFC 3339 in UTC, with milliseconds, so that they sort as text", () => {
  expect(timestamp(0)).toBe("1970-01-01T00:00:00.000Z");
  expect(timestamp(1_767_225_600_123)).toBe("2026-01-01T00:00:00.123Z");
});

describe("newestRecord", () => {
  const earlier = recordOf({ finishedAt: "2026-01-01T00:00:09.999Z" });
  const later = recordOf({ finishedAt: "2026-01-01T00:00:10.000Z", leftAt: "" });

  test("is the later one, in either order", () => {
    expect(newestRecord(earlier, later)).toBe(later);
    expect(newestRecord(later, earlier)).toBe(later);
  });

  test("of equally late ones is the one that saw the instance leave", () => {
    const seen = recordOf({ finishedAt: later.finishedAt, leftAt: "2026-01-01T00:00:05.000Z" });
    expect(newestRecord(later, seen)).toBe(seen);
    expect(newestRecord(seen, later)).toBe(seen);
  });
});
