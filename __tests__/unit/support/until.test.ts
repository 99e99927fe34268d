import { until } from "../../support/time/until";

const everyMs = 1;
const running = { exitCode: null, signalCode: null };
const ended = { exitCode: 1, signalCode: null };

describe("a wait for an event", () => {
  test("ends when it has come", async () => {
    let looks = 0;
    await until("the third look", () => Promise.resolve((looks += 1) === 3), { process: running, everyMs });
    expect(looks).toBe(3);
  });

  test("fails with the event's name when it does not come in time", async () => {
    await expect(until("the call", () => false, { withinMs: 0, everyMs })).rejects.toThrow(
      "the call did not come within 0 ms",
    );
  });

  test.each([
    ["ended", ended],
    ["was killed", { ...running, signalCode: "SIGKILL" } as const],
  ])("fails when the process %s without it", async (_, process) => {
    await expect(until("the call", () => false, { process })).rejects.toThrow("before the end of the process");
  });

  test("sees an event that came right before the end of the process", async () => {
    let looks = 0;
    await until("the call", () => (looks += 1) > 1, { process: ended });
    expect(looks).toBe(2);
  });
});
