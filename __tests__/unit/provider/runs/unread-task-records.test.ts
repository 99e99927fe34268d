import { describeEvent } from "../../../../lib/batch/text";
import { describeProgress } from "../../../../lib/provider/runs/progress-log";

/** The log's lines about records that could not be read. */
function logged(isFinal: boolean): readonly unknown[] {
  const lines: unknown[] = [];
  describeProgress({ kind: "tasks-unread", message: "GET …: HTTP 403.", isFinal }, (level, message) =>
    lines.push([level, message]),
  );
  return lines;
}

describe("task records that could not be read", () => {
  test("are a warning in the log, which says whether they are asked for again", () => {
    expect(logged(true)).toEqual([
      [
        "warn",
        "the service's task records could not be read; they are not asked for again in this run: GET …: HTTP 403.",
      ],
    ]);
    expect(logged(false)).toEqual([["warn", "the service's task records could not be read: GET …: HTTP 403."]]);
  });

  test("are a harmless line of a batch", () => {
    const event = { kind: "tasks-unread", message: "a\u001b[31m\nb", isFinal: true } as const;
    expect(describeEvent(event, new Map())).toEqual(["  the service's task records could not be read: a\uFFFD[31m b"]);
  });
});
