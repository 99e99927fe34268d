import {
  act,
  errorCode,
  fleet,
  instanceId,
  listedStatuses,
  projectId,
  withEmulator,
  type RunningEmulator,
} from "../../support/emulator/calls";

const id = instanceId(1);
const minuteMs = 60_000;
const restart = { operation: "action", action: "restart" };

async function statusOf({ call }: RunningEmulator, instance = id): Promise<unknown> {
  const answered = await call("GET", `/v2/${projectId}/instances/${instance}`);
  return answered.status === 200 ? (answered.body as { status: string }).status : errorCode(answered);
}

/** The status in every kind of read: get, the lists of both versions, and the control API. */
async function everyRead(running: RunningEmulator): Promise<readonly unknown[]> {
  const { projects } = running.emulator.instances() as { projects: Record<string, { status: string }[]> };
  return [
    await statusOf(running),
    (await listedStatuses(running))[id],
    (await listedStatuses(running, "", "v2"))[id],
    projects[projectId]![0]?.status,
  ];
}

async function taskStatuses({ call }: RunningEmulator): Promise<readonly string[]> {
  const { body } = await call("GET", `/v2/${projectId}/instances/${id}/tasks`);
  return (body as { tasks: { status: string }[] }).tasks.map(({ status }) => status);
}

describe("a status that a rule has reads show", () => {
  test("beside ignore is shown for its time, as another operation would be, and nothing is restarted", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const effect = { show: "EXTENDING", for_ms: 2_500, ignore: true };
      running.emulator.setFaults([{ on: restart, do: effect }]);
      const { body } = await act(running, "restart", [id]);
      expect(body).toEqual({ results: [{ result: "success", instance: id }] });
      running.emulator.advance(2_499);
      expect(await everyRead(running)).toEqual(Array(4).fill("EXTENDING"));
      running.emulator.advance(1);
      expect(await everyRead(running)).toEqual(Array(4).fill("RUNNING"));
      expect(await taskStatuses(running)).toEqual(["SUCCESS"]);
    });
  });

  test("of a hidden restart is RUNNING all the time, and only the task record shows it", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      running.emulator.setFaults([{ on: restart, do: { show: "RUNNING", for_ms: 15 * minuteMs } }]);
      await act(running, "restart", [id]);
      expect(await everyRead(running)).toEqual(Array(4).fill("RUNNING"));
      expect(await taskStatuses(running)).toEqual(["EXECUTING", "SUCCESS"]);
      running.emulator.advance(15 * minuteMs);
      expect(await everyRead(running)).toEqual(Array(4).fill("RUNNING"));
      expect(await taskStatuses(running)).toEqual(["SUCCESS", "SUCCESS"]);
    });
  });

  test("gives way to RESTARTING, which one read sees then, when the restart takes longer", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      running.emulator.setFaults([{ on: restart, do: { show: "EXTENDING", for_ms: minuteMs } }]);
      await act(running, "restart", [id]);
      expect(await statusOf(running)).toBe("EXTENDING");
      running.emulator.advance(60 * minuteMs);
      expect(await statusOf(running)).toBe("RESTARTING");
      expect(await statusOf(running)).toBe("RUNNING");
    });
  });

  test("filters lists", async () => {
    await withEmulator({ seed: fleet({}, {}) }, async (running) => {
      running.emulator.setFaults([{ on: { ...restart, instance: id }, do: { show: "EXTENDING", for_ms: minuteMs } }]);
      await act(running, "restart", [id, instanceId(2)]);
      expect(await listedStatuses(running, "?status=EXTENDING")).toEqual({ [id]: "EXTENDING" });
      expect(await listedStatuses(running, "?status=RESTARTING")).toEqual({ [instanceId(2)]: "RESTARTING" });
    });
  });

  test("of a deletion keeps the instance there until its time is over", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "delete" }, do: { show: "RUNNING", for_ms: 10 * minuteMs } }]);
      expect((await running.call("DELETE", `/v2/${projectId}/instances/${id}`)).status).toBe(204);
      running.emulator.advance(10 * minuteMs - 1);
      expect(await everyRead(running)).toEqual(Array(4).fill("RUNNING"));
      running.emulator.advance(1);
      expect(await statusOf(running)).toBe("DMS.00404022");
    });
  });

  test("forbids its actions, and so does the true one", async () => {
    await withEmulator({ seed: fleet({}, {}) }, async (running) => {
      running.emulator.setFaults([
        { on: { ...restart, instance: id, times: 1 }, do: { show: "EXTENDING", for_ms: minuteMs, ignore: true } },
        { on: { ...restart, instance: instanceId(2) }, do: { show: "RUNNING", for_ms: minuteMs } },
      ]);
      await act(running, "restart", [id, instanceId(2)]);
      expect(errorCode(await act(running, "restart", [id]))).toBe("DMS.00400026");
      expect(errorCode(await act(running, "delete", [id]))).toBe("DMS.00400017");
      expect(errorCode(await act(running, "restart", [instanceId(2)]))).toBe("DMS.00400026");
      expect(errorCode(await act(running, "delete", [instanceId(2)]))).toBe("DMS.00400099");
      running.emulator.advance(minuteMs);
      expect((await act(running, "restart", [id])).status).toBe(200);
    });
  });

  test("goes by simulated time, which the speed divides", async () => {
    await withEmulator({ seed: fleet({}), speed: 100 }, async (running) => {
      running.emulator.setFaults([{ on: restart, do: { show: "EXTENDING", for_ms: 10_000, ignore: true } }]);
      await act(running, "restart", [id]);
      running.emulator.advance(99);
      expect(await statusOf(running)).toBe("EXTENDING");
      running.emulator.advance(1);
      expect(await statusOf(running)).toBe("RUNNING");
    });
  });

  test("ends when the fleet is replaced, and survives in the state file until then", async () => {
    const saved: string[] = [];
    const stateStore = { load: () => saved.at(-1), save: (text: string) => void saved.push(text) };
    const faults = [{ on: restart, do: { show: "EXTENDING", for_ms: minuteMs } }];
    await withEmulator({ seed: { ...fleet({}), faults }, stateStore }, async (running) => {
      await act(running, "restart", [id]);
    });
    await withEmulator({ stateStore }, async (running) => {
      expect(await statusOf(running)).toBe("EXTENDING");
      await running.call("PUT", "/_emulator/instances", fleet({}));
      expect(await statusOf(running)).toBe("RUNNING");
    });
  });

  test.each([
    [{ show: "" }, "rules[0].do.show must be the status to show"],
    [{ show: 1, for_ms: 1 }, "rules[0].do.show must be the status to show"],
    [{ show: "EXTENDING" }, "rules[0].do.for_ms must be a whole number, 0 or more"],
    [{ show: "EXTENDING", for_ms: -1 }, "rules[0].do.for_ms must be a whole number"],
    [{ show: "EXTENDING", for_ms: 1, ignore: false }, "rules[0].do.ignore must be true"],
    [{ show: "EXTENDING", for_ms: 1, stuck: true }, "rules[0].do must have exactly one of"],
    [{ for_ms: 1 }, "rules[0].do must have exactly one of"],
    [{ ignore: true, for_ms: 1 }, "for_ms, which needs show"],
    [{ show: "EXTENDING", for_ms: 1, error_code: "a" }, "error_code, error_msg or retry_after, which need status"],
  ])("is refused as %j", async (effect, complaint) => {
    await withEmulator({}, async ({ call }) => {
      const answered = await call("PUT", "/_emulator/faults", [{ on: { operation: "action" }, do: effect }]);
      expect(answered.status).toBe(400);
      expect(answered.text).toContain(complaint);
    });
  });

  test("goes with actions only", async () => {
    await withEmulator({}, async ({ call }) => {
      const rule = { on: { operation: "list" }, do: { show: "EXTENDING", for_ms: 1 } };
      expect((await call("PUT", "/_emulator/faults", [rule])).text).toContain("operation action or delete only");
    });
  });
});
