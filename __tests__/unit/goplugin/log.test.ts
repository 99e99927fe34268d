import { createHclog } from "../../../lib/goplugin/log";

describe("the log", () => {
  test("is hclog's JSON, one line each, whose own keys no field can take", () => {
    const lines: string[] = [];
    const log = createHclog(
      (line) => lines.push(line),
      "dms",
      () => new Date("2025-11-24T03:04:05Z"),
    );
    log("warn", "two\nlines", { count: 2, "@level": "error" });
    expect(lines).toEqual([
      '{"count":2,"@level":"warn","@message":"two\\nlines","@module":"dms","@timestamp":"2025-11-24T03:04:05.000000Z"}',
    ]);
  });

  test("has times of six digits, the only ones that go-plugin reads", () => {
    const lines: string[] = [];
    const log = createHclog(
      (line) => lines.push(line),
      "dms",
      () => new Date("2025-11-24T03:04:05.678Z"),
    );
    log("info", "x");
    expect(lines[0]).toContain('"@timestamp":"2025-11-24T03:04:05.678000Z"');
  });

  test("does not throw without a reader", () => {
    const log = createHclog(
      () => {
        throw new Error("EPIPE");
      },
      "dms",
      () => new Date(),
    );
    expect(() => log("info", "x")).not.toThrow();
  });
});
