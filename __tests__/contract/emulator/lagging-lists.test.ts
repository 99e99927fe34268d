import {
  act,
  fleet,
  instanceId,
  listedStatuses,
  projectId,
  withEmulator,
  type RunningEmulator,
} from "../../support/emulator/calls";

const [first, second] = [instanceId(1), instanceId(2)];
const minuteMs = 60_000;
const list = { operation: "list" };
const tasks = { operation: "tasks" };

async function statusOf({ call }: RunningEmulator, id = first): Promise<unknown> {
  return ((await call("GET", `/v2/${projectId}/instances/${id}`)).body as { status?: string }).status;
}

async function taskStatuses({ call }: RunningEmulator, id = first): Promise<readonly string[]> {
  const { body } = await call("GET", `/v2/${projectId}/instances/${id}/tasks`);
  const { task_count: count, tasks: found } = body as { task_count: string; tasks: { status: string }[] };
  expect(count).toBe(String(found.length));
  return found.map(({ status }) => status);
}

describe("a list that leaves out an instance", () => {
  test("leaves it out as often as the rule says, while a read by its id finds it", async () => {
    await withEmulator({ seed: fleet({}, {}) }, async (running) => {
      running.emulator.setFaults([{ on: { ...list, instance: first, after: 1, times: 2 }, do: { omit: true } }]);
      const listed = async (): Promise<string[]> => Object.keys(await listedStatuses(running));
      expect(await listed()).toEqual([first, second]);
      expect(await listed()).toEqual([second]);
      expect(await listed()).toEqual([second]);
      expect(await statusOf(running)).toBe("RUNNING");
      expect(await listed()).toEqual([first, second]);
    });
  });

  test("does not count it either, in both versions", async () => {
    await withEmulator({ seed: fleet({}, {}) }, async (running) => {
      running.emulator.setFaults([{ on: { ...list, instance: first }, do: { omit: true } }]);
      for (const version of ["v1.0", "v2"]) {
        const { body } = await running.call("GET", `/${version}/${projectId}/instances`);
        expect(body).toMatchObject({ instances: [{ instance_id: second }], instance_num: 1 });
      }
    });
  });

  test("has not shown its restart", async () => {
    await withEmulator({ seed: fleet({}), speed: 1e9 }, async (running) => {
      running.emulator.setFaults([{ on: list, do: { omit: true } }]);
      await act(running, "restart", [first]);
      running.emulator.advance(minuteMs);
      expect(await listedStatuses(running)).toEqual({});
      expect(await statusOf(running)).toBe("RESTARTING");
    });
  });

  test("leaves out each instance that rules name, and all if a rule names no instance", async () => {
    await withEmulator({ seed: fleet({}, {}, {}) }, async (running) => {
      const without = (instance: string) => ({ on: { ...list, instance }, do: { omit: true } });
      running.emulator.setFaults([without(first), without(second)]);
      expect(Object.keys(await listedStatuses(running))).toEqual([instanceId(3)]);
      running.emulator.setFaults([without(first), { on: list, do: { omit: true } }]);
      expect(await listedStatuses(running)).toEqual({});
    });
  });
});

describe("a list that shows an old status", () => {
  test("shows the one before the last change, at the begin of a restart and at its end, while a read is up to date", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      running.emulator.setFaults([{ on: { ...list, times: 2 }, do: { stale: true } }]);
      await act(running, "restart", [first]);
      expect(await statusOf(running)).toBe("RESTARTING");
      expect(await listedStatuses(running)).toEqual({ [first]: "RUNNING" });
      running.emulator.advance(15 * minuteMs);
      expect(await statusOf(running)).toBe("RUNNING");
      expect(await listedStatuses(running)).toEqual({ [first]: "RESTARTING" });
      expect(await listedStatuses(running)).toEqual({ [first]: "RUNNING" });
    });
  });

  test("still shows an instance that is being deleted", async () => {
    await withEmulator({ seed: fleet({ status: "ERROR" }, {}) }, async (running) => {
      running.emulator.setFaults([{ on: { ...list, instance: first }, do: { stale: true } }]);
      await act(running, "delete", [first, second]);
      expect(await listedStatuses(running)).toEqual({ [first]: "ERROR" });
      running.emulator.advance(minuteMs);
      expect(await listedStatuses(running)).toEqual({});
    });
  });

  test("is filtered by its shown status, and has not shown a restart", async () => {
    await withEmulator({ seed: fleet({}), speed: 1e9 }, async (running) => {
      running.emulator.setFaults([{ on: list, do: { stale: true } }]);
      await act(running, "restart", [first]);
      running.emulator.advance(minuteMs);
      expect(await listedStatuses(running, "?status=RESTARTING")).toEqual({});
      expect(await listedStatuses(running, "?status=RUNNING")).toEqual({ [first]: "RUNNING" });
      expect(await statusOf(running)).toBe("RESTARTING");
    });
  });

  test("shows unchanged instances as they are", async () => {
    await withEmulator({ seed: fleet({ status: "FROZEN" }) }, async (running) => {
      running.emulator.setFaults([{ on: list, do: { stale: true } }]);
      expect(await listedStatuses(running)).toEqual({ [first]: "FROZEN" });
    });
  });

  test("remembers the old one when the fleet is replaced, and in the state file", async () => {
    const saved: string[] = [];
    const stateStore = { load: () => saved.at(-1), save: (text: string) => void saved.push(text) };
    await withEmulator({ seed: fleet({}), stateStore }, async (running) => {
      await running.call("PUT", "/_emulator/instances", fleet({ status: "EXTENDING" }));
    });
    await withEmulator({ stateStore }, async (running) => {
      running.emulator.setFaults([{ on: { ...list, times: 1 }, do: { stale: true } }]);
      expect(await listedStatuses(running)).toEqual({ [first]: "RUNNING" });
      expect(await listedStatuses(running)).toEqual({ [first]: "EXTENDING" });
    });
  });
});

describe("a list of tasks", () => {
  test("may lack the newest one for a while", async () => {
    await withEmulator({ seed: fleet({}, {}) }, async (running) => {
      running.emulator.setFaults([{ on: { ...tasks, instance: first, times: 1 }, do: { omit: true } }]);
      await act(running, "restart", [first, second]);
      expect(await taskStatuses(running, second)).toEqual(["EXECUTING", "SUCCESS"]);
      expect(await taskStatuses(running)).toEqual(["SUCCESS"]);
      expect(await taskStatuses(running)).toEqual(["EXECUTING", "SUCCESS"]);
    });
  });

  test("may show the newest one as it was", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      running.emulator.setFaults([{ on: { ...tasks, times: 2 }, do: { stale: true } }]);
      await act(running, "restart", [first]);
      expect(await taskStatuses(running)).toEqual(["CREATED", "SUCCESS"]);
      await listedStatuses(running);
      running.emulator.advance(15 * minuteMs);
      expect(await taskStatuses(running)).toEqual(["EXECUTING", "SUCCESS"]);
      expect(await taskStatuses(running)).toEqual(["SUCCESS", "SUCCESS"]);
    });
  });
});

test("rules for lists are beside those for whole calls, and counted by themselves", async () => {
  await withEmulator({ seed: fleet({}) }, async (running) => {
    running.emulator.setFaults([
      { on: { ...list, times: 1 }, do: { status: 503 } },
      { on: { ...list, times: 1 }, do: { omit: true } },
    ]);
    expect((await running.call("GET", `/v1.0/${projectId}/instances`)).status).toBe(503);
    expect(await listedStatuses(running)).toEqual({});
    expect(await listedStatuses(running)).toEqual({ [first]: "RUNNING" });
  });
});
