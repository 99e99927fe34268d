import { sinceAfter } from "../../../../lib/domain/ledger/since";
import { recordOf } from "../../../support/rollout/records";

const earlier = new Map([
  ["a", "2025-12-01T00:00:00.000Z"],
  ["b", "2025-12-01T00:00:00.000Z"],
]);
const nowMs = Date.parse("2026-01-01T00:10:00Z");
const serviceNowMs = nowMs + 60_000;
const after = (record?: Parameters<typeof recordOf>[0], clock: { readonly serviceNowMs?: number } = { serviceNowMs }) =>
  Object.fromEntries(
    sinceAfter({
      ids: ["a", "new"],
      earlier,
      records: new Map(record === undefined ? [] : [["a", recordOf(record)]]),
      nowMs,
      serviceNowMs: clock.serviceNowMs,
    }),
  );

describe("the time up to which all actions on an instance are known", () => {
  test("is its adoption, by the service's clock, and stays so; removed instances are dropped", () => {
    expect(after()).toEqual({ a: earlier.get("a"), new: "2026-01-01T00:11:00.000Z" });
  });

  test.each(["success", "failed"] as const)(
    "is a second after the end of the action that was sent for it: %s",
    (result) => {
      expect(after({ result }).a).toBe("2026-01-01T00:05:01.000Z");
    },
  );

  test.each([
    ["whose end is unknown", { result: "unknown" }],
    ["that was not sent", { result: "not_started", submittedAt: "" }],
  ] as const)("is not changed by one %s", (_, record) => {
    expect(after(record).a).toBe(earlier.get("a"));
  });

  test("is not known without the service's clock, but for one that stays as it was", () => {
    expect(after(undefined, {})).toEqual({ a: earlier.get("a") });
    expect(after({ result: "unknown" }, {})).toEqual({ a: earlier.get("a") });
    expect(after({ result: "success" }, {})).toEqual({});
  });
});
