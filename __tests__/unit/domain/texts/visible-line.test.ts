import fc from "fast-check";
import { classifyStatus } from "../../../../lib/domain/status";
import { visibleLine, visibleLines } from "../../../../lib/domain/texts/visible-line";
import { randomRuns } from "../../../support/chaos/random-runs";
import { hidden, hostilePieces, hostileText, obeyed } from "../../../support/client/hostile-texts";
import { cpuTimeMs } from "../../../support/time/cpu-time";

const statuses = ["RUNNING", "ERROR", "FROZEN", "CREATEFAILED", "DELETED", "RECYCLE", "EXTENDEDFAILED"];

describe("a visible line", () => {
  test("contains no hidden character and no command of a CI system, and is no longer than allowed", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 2, max: 80 }), (text, longest) => {
        for (const line of [visibleLine(text), visibleLine(text, longest)]) {
          expect(line).not.toMatch(hidden);
          expect(line).not.toMatch(obeyed);
        }
        expect(visibleLine(text, longest).length).toBeLessThanOrEqual(longest);
      }),
      randomRuns(2_000),
    );
  });

  test.each(hostilePieces)("shows that %j was there", (piece) => {
    const line = visibleLine(`a ${piece} b`);
    expect(line).not.toMatch(hidden);
    expect(line).not.toMatch(obeyed);
    expect(visibleLine(piece)).not.toBe("");
  });

  test("of a visible line is the same line", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = visibleLine(text);
        expect(visibleLine(line)).toBe(line);
      }),
      randomRuns(500),
    );
  });

  test("is never a word of the service unless the text is that word", () => {
    const nearly = fc
      .tuple(hostileText, fc.constantFrom(...statuses), hostileText)
      .map(([before, status, after]) => `${before}${status}${after}`);
    fc.assert(
      fc.property(nearly, fc.constantFrom(Infinity, 12, 7), (text, longest) => {
        const line = visibleLine(text, longest);
        if (!statuses.includes(text)) expect(statuses).not.toContain(line);
        if (!statuses.includes(text)) expect(classifyStatus(line)).toBe("transitional");
      }),
      randomRuns(1_000),
    );
    for (const status of statuses) {
      expect(visibleLine(status)).toBe(status);
      expect(visibleLine(status, status.length)).toBe(status);
    }
  });

  test.each([
    ["orders-eu.1: 5 of 6; ü, 注文 🦊", "orders-eu.1: 5 of 6; ü, 注文 🦊"],
    ["connect ECONNREFUSED ::1:8080, fe80::1", "connect ECONNREFUSED ::1:8080, fe80::1"],
    ["std::vector #1 ## [a] a---b", "std::vector #1 ## [a] a---b"],
    ["  two  blanks  ", "  two  blanks  "],
    ["", ""],
  ])("leaves %j as it is", (text, line) => {
    expect(visibleLine(text)).toBe(line);
  });

  test.each([
    ["a\r\n\r\nb\tc", "a b c"],
    ["a\u00a0b\u3000c", "a b c"],
    ["::set-output name=a::x", ": :set-output name=a::x"],
    ["a ::stop-commands::x", "a : :stop-commands::x"],
    [":::add-mask::x", ": : :add-mask::x"],
    ["##vso[task.complete]", "# #vso[task.complete]"],
    ["a##[error]", "a# #[error]"],
    ["section_start:1:x\r\u001b[0K", "section_start :1:x \uFFFD[0K"],
    ["--- a", "- -- a"],
    ["RUNNING\n", "RUNNING "],
    ["\u{1F9CA}\ud83d", "\u{1F9CA}\uFFFD"],
  ])("makes %j to %j", (text, line) => {
    expect(visibleLine(text)).toBe(line);
  });

  test("that is cut says so, and is not cut through a character", () => {
    expect(visibleLine("abcdef", 4)).toBe("abc…");
    expect(visibleLine("abc\u{1F98A}def", 5)).toBe("abc…");
    expect(visibleLine("a\n\n\n\n\n\n\n\n\nb", 4)).toBe("a …");
  });

  test("of a text of many megabytes is made in no time", () => {
    const startMs = cpuTimeMs();
    for (const piece of ["a", "#", ":", "\u001b", "section_start:", " "]) visibleLine(piece.repeat(5_000_000), 256);
    expect(cpuTimeMs() - startMs).toBeLessThan(2_000);
  });
});

test("lines that are meant to be lines stay lines, each of them visible", () => {
  expect(visibleLines("- a\n- \u001bb\r\n  ::error::x\n")).toBe("- a\n- \uFFFDb\n  : :error::x\n");
});
