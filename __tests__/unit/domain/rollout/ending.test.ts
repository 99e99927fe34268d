import {
  describeEnding,
  type Ending,
  letsWatchOn,
  serviceEnding,
  withoutFullStop,
} from "../../../../lib/domain/rollout/ending";

describe("describeEnding names the end of the run", () => {
  test.each([
    [{ kind: "failures", failures: 1 }, "1 unsuccessful action is more than max_failures allows"],
    [{ kind: "failures", failures: 3 }, "3 unsuccessful actions are more than max_failures allows"],
    [
      { kind: "unavailable", down: 1 },
      "1 earlier instance may still be down because of this run, as many as max_unavailable allows",
    ],
    [
      { kind: "unavailable", down: 2 },
      "2 earlier instances may still be down because of this run, as many as max_unavailable allows",
    ],
    [{ kind: "run-deadline" }, "the time for the whole run (timeouts) is over"],
    [{ kind: "stopped" }, "the run was interrupted"],
  ] as const)("%j", (ending, text) => {
    expect(describeEnding(ending)).toBe(text);
  });

  test("the service's own words, without the full stop that the caller adds", () => {
    const failure = {
      code: "forbidden",
      fate: "refused",
      message: "POST …: HTTP 403. The service did nothing.",
    } as const;
    expect(describeEnding(serviceEnding(failure, true))).toBe("POST …: HTTP 403. The service did nothing");
  });
});

test("an ending that the service causes has its code and its text, if it said any", () => {
  const failure = { code: "forbidden", fate: "refused", message: "HTTP 403" } as const;
  expect(serviceEnding(failure, true)).toStrictEqual({
    ...{ kind: "service", readable: true, reason: "HTTP 403", errorCode: "", message: "" },
    failure: { code: "forbidden" },
  });
  const told = { ...failure, errorCode: "DMS.1", errorMessage: "No." };
  expect(serviceEnding(told, false)).toMatchObject({ readable: false, errorCode: "DMS.1", message: "No." });
  expect(serviceEnding({ ...told, call: "login" }, false)).toMatchObject({
    failure: { code: "forbidden", errorCode: "DMS.1", call: "login" },
  });
});

test("a text has no full stop at its end, and any other character stays", () => {
  expect(["so.", "so", "a.b", "so..", ""].map(withoutFullStop)).toEqual(["so", "so", "a.b", "so.", ""]);
});

test("what is on its way is watched on where only further calls cannot be made", () => {
  const service = serviceEnding({ code: "forbidden", fate: "refused", message: "" }, true);
  const endings: readonly (readonly [Ending, boolean])[] = [
    [{ kind: "unrecorded", reason: "the disk is full" }, true],
    [service, true],
    [{ ...service, readable: false } as Ending, false],
    [{ kind: "stopped", readable: true } as Ending, false],
    [{ kind: "run-deadline" }, false],
  ];
  for (const [ending, isWatched] of endings) expect(letsWatchOn(ending)).toBe(isWatched);
  expect(describeEnding({ kind: "unrecorded", reason: "the disk is full" })).toBe("the disk is full");
});
