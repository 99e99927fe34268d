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
const tasksOf = (instance = id): string => `/v2/${projectId}/instances/${instance}/tasks`;

interface Task {
  readonly id: string;
  readonly name: string;
  readonly user_name: string;
  readonly user_id: string;
  readonly params: string;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
}

async function read({ call }: RunningEmulator, query = "", instance = id): Promise<{ count: string; tasks: Task[] }> {
  const answered = await call("GET", tasksOf(instance) + query);
  expect(answered.status).toBe(200);
  const { task_count: count, tasks } = answered.body as { task_count: string; tasks: Task[] };
  return { count, tasks };
}

/** Restarts an instance and lets the restart end. */
async function restart(running: RunningEmulator, instance = id): Promise<void> {
  expect((await act(running, "restart", [instance])).status).toBe(200);
  await listedStatuses(running);
  running.emulator.advance(15 * minuteMs);
}

const summary = ({ name, status }: Task): string => `${name} ${status}`;

describe("the records of tasks", () => {
  test("have the fields of the documents' sample, with a count that is a text", async () => {
    await withEmulator({ seed: fleet({ created_at: "2025-06-01T12:00:00Z" }) }, async (running) => {
      await act(running, "restart", [id]);
      const { body } = await running.call("GET", tasksOf());
      expect(body).toEqual({
        task_count: "2",
        tasks: [
          {
            id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
            name: "restartInstance",
            user_name: "emulator",
            user_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
            params: '{"action":"restart"}',
            status: "EXECUTING",
            created_at: "2026-01-01T00:00:00.000Z",
            updated_at: "2026-01-01T00:00:00.000Z",
          },
          expect.objectContaining({
            name: "createInstance",
            status: "SUCCESS",
            created_at: "2025-06-01T12:00:00.000Z",
            updated_at: expect.stringMatching(/^2025-06-01T12:(0[3-9]|1[0-5]):\d\d\.\d{3}Z$/) as string,
          }),
        ],
      });
    });
  });

  test.each(["kafka", "rabbitmq"])(
    "have the times at which a restart of %s began and ended, newest first",
    async (engine) => {
      await withEmulator({ seed: fleet({ engine }) }, async (running) => {
        await restart(running);
        running.emulator.advance(minuteMs);
        await act(running, "restart", [id]);
        const { tasks } = await read(running);
        expect(tasks.map(summary)).toEqual([
          "restartInstance EXECUTING",
          "restartInstance SUCCESS",
          "createInstance SUCCESS",
        ]);
        const [newest, ended] = tasks;
        expect([newest!.created_at, newest!.updated_at]).toEqual([
          "2026-01-01T00:16:00.000Z",
          "2026-01-01T00:16:00.000Z",
        ]);
        expect(ended!.created_at).toBe("2026-01-01T00:00:00.000Z");
        const tookMs = Date.parse(ended!.updated_at) - Date.parse(ended!.created_at);
        expect(tookMs).toBeGreaterThanOrEqual(3 * minuteMs);
        expect(tookMs).toBeLessThanOrEqual(15 * minuteMs);
        expect(new Set(tasks.map((task) => task.id)).size).toBe(3);
      });
    },
  );

  test("exist for rocketmq too, which this call cannot restart: its creation", async () => {
    await withEmulator({ seed: fleet({ engine: "rocketmq" }) }, async (running) => {
      expect((await read(running)).tasks.map(summary)).toEqual(["createInstance SUCCESS"]);
    });
  });

  test.each([
    ["CREATEFAILED", ["createInstance FAILED"]],
    ["CREATING", ["createInstance EXECUTING"]],
    ["RESTARTING", ["restartInstance EXECUTING", "createInstance SUCCESS"]],
    ["ERROR", ["createInstance SUCCESS"]],
  ])("of an instance that is seeded in %s are %j", async (status, expected) => {
    await withEmulator({ seed: fleet({ status }) }, async (running) => {
      expect((await read(running)).tasks.map(summary)).toEqual(expected);
    });
  });

  test("follow a creation to its end", async () => {
    await withEmulator({ seed: fleet({ status: "CREATING" }) }, async (running) => {
      running.emulator.advance(15 * minuteMs);
      expect((await read(running)).tasks.map(summary)).toEqual(["createInstance SUCCESS"]);
    });
  });

  test("show a restart that failed and one that is stuck, but not one that was not carried out", async () => {
    await withEmulator({ seed: fleet({}, {}, {}, {}) }, async (running) => {
      running.emulator.setFaults([
        { on: { operation: "action", instance: instanceId(1) }, do: { end: "ERROR" } },
        { on: { operation: "action", instance: instanceId(2) }, do: { stuck: true } },
        { on: { operation: "action", instance: instanceId(3) }, do: { ignore: true } },
        { on: { operation: "action", instance: instanceId(4) }, do: { item: "failed" } },
      ]);
      await act(running, "restart", [1, 2, 3, 4].map(instanceId));
      await listedStatuses(running);
      running.emulator.advance(60 * minuteMs);
      const restartsOf = async (number: number): Promise<string[]> =>
        (await read(running, "", instanceId(number))).tasks.map(summary).slice(0, -1);
      expect(await restartsOf(1)).toEqual(["restartInstance FAILED"]);
      expect(await restartsOf(2)).toEqual(["restartInstance EXECUTING"]);
      expect(await restartsOf(3)).toEqual([]);
      expect(await restartsOf(4)).toEqual([]);
    });
  });

  test("are of one instance each, also of a batch", async () => {
    await withEmulator({ seed: fleet({}, {}) }, async (running) => {
      await act(running, "restart", [instanceId(1), instanceId(2)]);
      const [first, second] = await Promise.all([1, 2].map((number) => read(running, "", instanceId(number))));
      expect([first!.count, second!.count]).toEqual(["2", "2"]);
      expect(first!.tasks[0]!.id).not.toBe(second!.tasks[0]!.id);
    });
  });

  test("do not exist for a deletion, and go with the instance", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await act(running, "delete", [id]);
      expect((await read(running)).tasks.map(summary)).toEqual(["createInstance SUCCESS"]);
      running.emulator.advance(minuteMs);
      const gone = await running.call("GET", tasksOf());
      expect([gone.status, errorCode(gone)]).toEqual([404, "DMS.00404022"]);
    });
  });

  test("have the names that the seed gives them", async () => {
    const seed = { ...fleet({}), task_names: { restart: "kafkaRestart" } };
    await withEmulator({ seed }, async (running) => {
      await act(running, "restart", [id]);
      expect((await read(running)).tasks.map(({ name }) => name)).toEqual(["kafkaRestart", "createInstance"]);
    });
  });

  test("still belong to the instance after its fleet was replaced, and end as the new one says", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await act(running, "restart", [id]);
      running.emulator.advance(1_000);
      await running.call("PUT", "/_emulator/instances", fleet({ status: "EXTENDING" }));
      const [task] = (await read(running)).tasks;
      expect(task).toMatchObject({ name: "restartInstance", status: "FAILED", updated_at: "2026-01-01T00:00:01.000Z" });
      await running.call("POST", "/_emulator/reset");
      expect((await read(running)).tasks.map(summary)).toEqual(["createInstance SUCCESS"]);
    });
  });

  test("survive in the state file", async () => {
    const saved: string[] = [];
    const stateStore = { load: () => saved.at(-1), save: (text: string) => void saved.push(text) };
    let before: unknown;
    await withEmulator({ seed: fleet({}), stateStore }, async (running) => {
      await restart(running);
      await act(running, "restart", [id]);
      before = await read(running);
    });
    await withEmulator({ stateStore }, async (running) => expect(await read(running)).toEqual(before));
  });
});

describe("the user of a restart", () => {
  const users = [{ name: "ada", password: "right", domain: "d" }];
  const login = {
    auth: {
      identity: {
        methods: ["password"],
        password: { user: { name: "ada", password: "right", domain: { name: "d" } } },
      },
      scope: { project: { id: projectId } },
    },
  };

  test.each(["token", "none"] as const)("is in the record: the user of the token (%s)", async (auth) => {
    await withEmulator({ seed: { ...fleet({}), users }, auth }, async (running) => {
      const answered = await running.call("POST", "/v3/auth/tokens", login);
      const headers = { "X-Auth-Token": answered.headers.get("x-subject-token") ?? "" };
      const { user } = (answered.body as { token: { user: { id: string } } }).token;
      await running.call("POST", `/v2/${projectId}/instances/action`, { action: "restart", instances: [id] }, headers);
      const { body } = await running.call("GET", `${tasksOf()}?limit=1`, undefined, headers);
      expect(body).toMatchObject({ tasks: [{ user_name: "ada", user_id: user.id }] });
    });
  });
});

describe("the query", () => {
  const seed = fleet({ created_at: "2025-12-31T23:00:00Z" });
  /** Restarts at 0:00, 0:15 and 0:30 on the first of January, and the creation an hour before. */
  const withTasks = (use: (running: RunningEmulator) => Promise<void>): Promise<void> =>
    withEmulator({ seed }, async (running) => {
      for (let count = 0; count < 3; count += 1) await restart(running);
      await use(running);
    });

  test.each([
    ["", ["00:30", "00:15", "00:00", "23:00"]],
    ["?start=1&limit=2", ["00:30", "00:15"]],
    ["?start=3&limit=2", ["00:00", "23:00"]],
    ["?start=4", ["23:00"]],
    ["?start=5", []],
    ["?limit=100", ["00:30", "00:15", "00:00", "23:00"]],
    ["?start=&limit=&begin_time=&end_time=", ["00:30", "00:15", "00:00", "23:00"]],
  ])("%j counts from 1 and gives a page of all", async (query, expected) => {
    await withTasks(async (running) => {
      const { count, tasks } = await read(running, query);
      expect(tasks.map((task) => task.created_at.slice(11, 16))).toEqual(expected);
      expect(count).toBe("4");
    });
  });

  test("gives ten unless told otherwise", async () => {
    await withEmulator({ seed }, async (running) => {
      for (let count = 0; count < 11; count += 1) await restart(running);
      const { count, tasks } = await read(running);
      expect([count, tasks.length]).toEqual(["12", 10]);
    });
  });

  test.each([
    ["?begin_time=20260101000000", ["00:30", "00:15", "00:00"]],
    ["?begin_time=20260101000001", ["00:30", "00:15"]],
    ["?end_time=20260101000000", ["00:00", "23:00"]],
    ["?begin_time=20260101000000&end_time=20260101001459", ["00:00"]],
    ["?begin_time=20260102000000", []],
    ["?begin_time=20260101003000&end_time=20260101000000", []],
  ])("%s means UTC and when a task began, both ends included", async (query, expected) => {
    await withTasks(async (running) => {
      const { count, tasks } = await read(running, query);
      expect(tasks.map((task) => task.created_at.slice(11, 16))).toEqual(expected);
      expect(count).toBe(String(expected.length));
    });
  });

  test.each([
    ["start=0", "start must be 1 or more"],
    ["start=-1", "start must be 1 or more"],
    ["start=x", "start must be 1 or more"],
    ["limit=0", "limit must be from 1 to 100"],
    ["limit=101", "limit must be from 1 to 100"],
    ["begin_time=2026-01-01", "begin_time must be a time in UTC, written YYYYMMDDHHmmss"],
    ["begin_time=20260132000000", "begin_time must be a time in UTC"],
    ["end_time=20260229000000", "end_time must be a time in UTC"],
    ["end_time=20260101240000", "end_time must be a time in UTC"],
    ["end_time=1767225600000", "end_time must be a time in UTC"],
  ])("%s is refused", async (query, complaint) => {
    await withEmulator({ seed }, async ({ call }) => {
      const answered = await call("GET", `${tasksOf()}?${query}`);
      expect([answered.status, errorCode(answered)]).toEqual([400, "DMS.00400062"]);
      expect(answered.text).toContain(complaint);
    });
  });
});

describe("one task", () => {
  test("is answered in the shape of the list", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await act(running, "restart", [id]);
      const [task] = (await read(running)).tasks;
      const one = await running.call("GET", `${tasksOf()}/${task!.id}`);
      expect([one.status, one.body]).toEqual([200, { task_count: "1", tasks: [task] }]);
    });
  });

  test("that has ended can be deleted once, and its id is not used again", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await restart(running);
      const [task, creation] = (await read(running)).tasks;
      const deleted = await running.call("DELETE", `${tasksOf()}/${task!.id}`);
      expect([deleted.status, deleted.text]).toEqual([204, ""]);
      expect((await read(running)).tasks).toEqual([creation]);
      const again = await running.call("DELETE", `${tasksOf()}/${task!.id}`);
      expect([again.status, errorCode(again)]).toEqual([404, "DMS.00404001"]);
      await restart(running);
      expect((await read(running)).tasks[0]!.id).not.toBe(task!.id);
    });
  });

  test("that is under way cannot be deleted", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await act(running, "restart", [id]);
      const [task] = (await read(running)).tasks;
      const refused = await running.call("DELETE", `${tasksOf()}/${task!.id}`);
      expect([refused.status, errorCode(refused)]).toEqual([400, "DMS.00400017"]);
      expect((await read(running)).count).toBe("2");
    });
  });

  test.each(["GET", "DELETE"])(
    "%s refuses an id of another form, and does not find one of another instance",
    async (method) => {
      await withEmulator({ seed: fleet({}, {}) }, async (running) => {
        const [other] = (await read(running, "", instanceId(2))).tasks;
        const code = async (task: string): Promise<unknown[]> => {
          const answered = await running.call(method, `${tasksOf()}/${task}`);
          return [answered.status, errorCode(answered)];
        };
        expect(await code("54602a9d-5e22-4239-9123-77e350df4a34")).toEqual([400, "DMS.00400070"]);
        expect(await code(other!.id)).toEqual([404, "DMS.00404001"]);
      });
    },
  );
});

test("the emulator dates its answers by simulated time, as it dates the tasks", async () => {
  await withEmulator({ seed: fleet({}) }, async (running) => {
    const dateOf = async (path: string): Promise<string | null> =>
      (await running.call("GET", path)).headers.get("date");
    expect(await dateOf(tasksOf())).toBe("Thu, 01 Jan 2026 00:00:00 GMT");
    running.emulator.advance(90 * minuteMs);
    expect((await act(running, "restart", [id])).headers.get("date")).toBe("Thu, 01 Jan 2026 01:30:00 GMT");
    expect((await read(running)).tasks[0]).toMatchObject({ created_at: "2026-01-01T01:30:00.000Z" });
    expect(await dateOf("/nowhere")).toBe("Thu, 01 Jan 2026 01:30:00 GMT");
    expect(await dateOf("/_emulator/health")).toBe("Thu, 01 Jan 2026 01:30:00 GMT");
  });
});

describe("tasks are refused", () => {
  test.each([
    ["GET", tasksOf("54602a9d-5e22-4239-9123-77e350df4a34"), 404, "DMS.00404022"],
    ["GET", tasksOf("no-id"), 400, "DMS.00400061"],
    ["GET", `/v2/a%20b/instances/${id}/tasks`, 400, "DMS.00400002"],
    ["GET", `/v2/other/instances/${id}/tasks`, 404, "DMS.00404022"],
    ["GET", `/v1.0/${projectId}/instances/${id}/tasks`, 404, "DMS.00404001"],
    ["GET", `/v2/kafka/${projectId}/instances/${id}/tasks`, 404, "DMS.00404001"],
    ["GET", `${tasksOf()}/`, 404, "DMS.00404001"],
    ["GET", `${tasksOf()}/${"0".repeat(32)}/progress`, 404, "DMS.00404001"],
    ["POST", tasksOf(), 405, "DMS.00405001"],
    ["DELETE", tasksOf(), 405, "DMS.00405001"],
    ["PUT", `${tasksOf()}/${"0".repeat(32)}`, 405, "DMS.00405001"],
  ])("%s %s: %d %s", async (method, path, status, code) => {
    await withEmulator({ seed: fleet({}) }, async ({ call }) => {
      const answered = await call(method, path);
      expect([answered.status, errorCode(answered)]).toEqual([status, code]);
    });
  });

  test("without a login", async () => {
    await withEmulator({ seed: fleet({}), auth: "any" }, async ({ call }) => {
      expect(errorCode(await call("GET", tasksOf()))).toBe("APIG.0301");
    });
  });

  test("by a rule for the operation tasks: the list, one, and its deletion, of one instance or of all", async () => {
    await withEmulator({ seed: fleet({}, {}) }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "tasks", instance: id }, do: { status: 403 } }]);
      expect((await running.call("GET", tasksOf())).status).toBe(403);
      expect((await running.call("GET", `${tasksOf()}/${"0".repeat(32)}`)).status).toBe(403);
      expect((await running.call("DELETE", `${tasksOf()}/${"0".repeat(32)}`)).status).toBe(403);
      expect((await read(running, "", instanceId(2))).count).toBe("1");
    });
  });
});
