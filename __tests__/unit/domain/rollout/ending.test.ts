import { describeEnding, serviceEnding } from "../../../../lib/domain/rollout/ending";

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
