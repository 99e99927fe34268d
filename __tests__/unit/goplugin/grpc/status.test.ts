import * as fc from "fast-check";
import { anyText } from "../../../support/chaos/any-text";
import { GrpcError, statusOf, statusTrailers } from "../../../../lib/goplugin/grpc/status";
import { randomRuns } from "../../../support/chaos/random-runs";

describe("a status", () => {
  test("of an exception is INTERNAL with its message only", () => {
    expect(statusOf(new TypeError("no"))).toEqual({ code: 13, message: "no" });
    expect(statusOf("text")).toEqual({ code: 13, message: "text" });
    expect(statusOf(undefined)).toEqual({ code: 13, message: "undefined" });
    expect(statusOf(new GrpcError(5, "nobody"))).toEqual({ code: 5, message: "nobody" });
  });

  test("travels as number and percent-encoded text", () => {
    expect(statusTrailers({ code: 13, message: "100% ü\n" })).toEqual({
      "grpc-status": "13",
      "grpc-message": "100%25 %C3%BC%0A",
    });
    expect(statusTrailers({ code: 0, message: "" })).toEqual({ "grpc-status": "0" });
  });

  test("with a long message is cut between two characters to the size of a header", () => {
    const encoded = (message: string): string => statusTrailers({ code: 13, message })["grpc-message"]!;
    expect(encoded("x".repeat(8_000))).toBe("x".repeat(8_000));
    expect(encoded("x".repeat(100_000))).toBe(`${"x".repeat(8_000)} [cut]`);
    expect(decodeURIComponent(encoded("ü€😀".repeat(10_000)))).toMatch(/^(ü€😀)+ü?€? \[cut\]$/u);
  });

  test("is printable ASCII for any message, and can be decoded", () => {
    fc.assert(
      fc.property(anyText({ minLength: 1 }), (message) => {
        const encoded = statusTrailers({ code: 13, message })["grpc-message"]!;
        expect(encoded).toMatch(/^[ -~]+$/);
        expect(decodeURIComponent(encoded)).toBe(message);
      }),
      randomRuns(100),
    );
  });
});
