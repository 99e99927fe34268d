import { createEmulator, type EmulatorOptions } from "../../../lib/emulator/emulator";
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
import { holdTimeouts } from "../../support/time/held-timeouts";
import { until } from "../../support/time/until";

const minuteMs = 60_000;
const id = instanceId(1);
const path = `/v1.0/${projectId}/instances`;

async function statusOf({ call }: RunningEmulator, instance = id, version = "v1.0"): Promise<unknown> {
  const answered = await call("GET", `/${version}/${projectId}/instances/${instance}`);
  return answered.status === 200 ? (answered.body as { status: string }).status : errorCode(answered);
}

describe("a restart over time", () => {
  test.each(["RUNNING", "ERROR"])("goes from %s over RESTARTING to RUNNING in 3 to 15 minutes", async (status) => {
    await withEmulator({ seed: fleet({ status }) }, async (running) => {
      await act(running, "restart", [id]);
      expect(await statusOf(running)).toBe("RESTARTING");
      running.emulator.advance(3 * minuteMs - 1);
      expect(await statusOf(running)).toBe("RESTARTING");
      running.emulator.advance(12 * minuteMs + 1);
      expect(await statusOf(running)).toBe("RUNNING");
    });
  });

  test("is always seen by one read, even a late one", async () => {
    await withEmulator({ seed: fleet({}, {}), speed: 1e9 }, async (running) => {
      await act(running, "restart", [id, instanceId(2)]);
      running.emulator.advance(60 * minuteMs);
      expect(await statusOf(running)).toBe("RESTARTING");
      expect(await statusOf(running)).toBe("RUNNING");
      expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING", [instanceId(2)]: "RESTARTING" });
      expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING", [instanceId(2)]: "RUNNING" });
    });
  });

  test("is not seen by a page that does not show it, nor by the control API", async () => {
    await withEmulator({ seed: fleet({}, {}), speed: 1e9 }, async (running) => {
      await act(running, "restart", [instanceId(2)]);
      running.emulator.advance(60 * minuteMs);
      await running.call("GET", `/v2/${projectId}/instances?limit=1`);
      await running.call("GET", "/_emulator/instances");
      expect(await statusOf(running, instanceId(2))).toBe("RESTARTING");
    });
  });

  test("is not seen by an answer that never arrived", async () => {
    await withEmulator({ seed: fleet({}), speed: 1e9 }, async (running) => {
      await act(running, "restart", [id]);
      running.emulator.advance(60 * minuteMs);
      running.emulator.setFaults([
        { on: { operation: "get", times: 1 }, do: { drop: "after" } },
        { on: { operation: "get", times: 1 }, do: { truncate: true } },
      ]);
      await expect(statusOf(running)).rejects.toThrow();
      await expect(statusOf(running)).rejects.toThrow();
      expect(await statusOf(running)).toBe("RESTARTING");
    });
  });

  test("is seen by a client that waits for RUNNING with a status filter", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await act(running, "restart", [id]);
      expect(await listedStatuses(running, "?status=RUNNING")).toEqual({});
      running.emulator.advance(15 * minuteMs);
      expect(await listedStatuses(running, "?status=RUNNING")).toEqual({ [id]: "RUNNING" });
    });
  });

  test.each(["CREATEFAILED", "ERROR", "CONFIGURING"])("is not seen by a list of status %s", async (status) => {
    await withEmulator({ seed: fleet({}), speed: 1e9 }, async (running) => {
      await act(running, "restart", [id]);
      running.emulator.advance(60 * minuteMs);
      for (const version of ["v1.0", "v2"]) {
        expect(await listedStatuses(running, `?status=${status}`, version)).toEqual({});
      }
      expect(await statusOf(running)).toBe("RESTARTING");
      expect(await statusOf(running)).toBe("RUNNING");
    });
  });

  test("that ends in another status is seen by a client that waits for that one, not by one that waits for RUNNING", async () => {
    await withEmulator({ seed: fleet({}), speed: 1e9 }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action" }, do: { end: "ERROR" } }]);
      await act(running, "restart", [id]);
      running.emulator.advance(60 * minuteMs);
      await listedStatuses(running, "?status=RUNNING");
      expect(await listedStatuses(running, "?status=ERROR")).toEqual({});
      expect(await listedStatuses(running, "?status=ERROR")).toEqual({ [id]: "ERROR" });
    });
  });

  test.each<[string, (running: RunningEmulator) => void | Promise<void>]>([
    ["a reset", ({ emulator }) => emulator.reset()],
    ["the fleet was replaced", ({ emulator }) => emulator.replaceInstances(fleet({}))],
    [
      "the restart ended",
      async (running) => {
        expect(await statusOf(running)).toBe("RESTARTING");
        expect(await statusOf(running)).toBe("RUNNING");
      },
    ],
  ])("is not seen by an answer that was read before it began and arrives late, after %s", async (_, meanwhile) => {
    await withEmulator({ seed: fleet({}), speed: 1e9 }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "get", times: 1 }, do: { delay_ms: 100 } }]);
      await act(running, "restart", [id]);
      running.emulator.advance(1_000);
      await holdTimeouts(async (pass) => {
        const late = statusOf(running);
        await until("the read", () => running.emulator.journal().length === 2);
        await meanwhile(running);
        await act(running, "restart", [id]);
        running.emulator.advance(1_000);
        pass(100);
        expect(await late).toBe("RESTARTING");
      });
      expect(await statusOf(running)).toBe("RESTARTING");
      expect(await statusOf(running)).toBe("RUNNING");
    });
  });

  test("forbids a second restart and a deletion meanwhile", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await act(running, "restart", [id]);
      expect(errorCode(await act(running, "restart", [id]))).toBe("DMS.00400026");
      expect(errorCode(await act(running, "delete", [id]))).toBe("DMS.00400099");
    });
  });
});

describe("a restart with a real clock", () => {
  const secondMs = 1_000;
  const watch = async (
    options: EmulatorOptions,
    use: (running: RunningEmulator, pass: (ms: number) => void) => Promise<void>,
  ) => {
    let nowMs = Date.UTC(2026, 10, 29);
    const running = { seed: fleet({}, {}), clock: "real", speed: 1_000, now: () => nowMs, ...options } as const;
    await withEmulator(running, (emulator) => use(emulator, (ms) => void (nowMs += ms)));
  };

  test("is shown for two seconds after the read that saw it first, so that every watcher sees it", async () => {
    await watch({}, async (running, pass) => {
      await act(running, "restart", [id, instanceId(2)]);
      pass(60 * minuteMs);
      expect(await statusOf(running)).toBe("RESTARTING");
      pass(2 * secondMs - 1);
      expect(await statusOf(running)).toBe("RESTARTING");
      expect(await listedStatuses(running)).toEqual({ [id]: "RESTARTING", [instanceId(2)]: "RESTARTING" });
      pass(1);
      expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING", [instanceId(2)]: "RESTARTING" });
      pass(2 * secondMs);
      expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING", [instanceId(2)]: "RUNNING" });
    });
  });

  test("is shown for as long as it takes, if that is longer", async () => {
    await watch({ speed: 1 }, async (running, pass) => {
      await act(running, "restart", [id]);
      expect(await statusOf(running)).toBe("RESTARTING");
      pass(3 * minuteMs - 1);
      expect(await statusOf(running)).toBe("RESTARTING");
    });
  });

  test("is shown for the configured time", async () => {
    await watch({ restartingShownMs: 300 }, async (running, pass) => {
      await act(running, "restart", [id]);
      pass(minuteMs);
      expect(await statusOf(running)).toBe("RESTARTING");
      pass(299);
      expect(await statusOf(running)).toBe("RESTARTING");
      pass(1);
      expect(await statusOf(running)).toBe("RUNNING");
    });
  });

  test.each([-1, NaN, Infinity])("cannot be shown for %d milliseconds", (restartingShownMs) => {
    expect(() => createEmulator({ restartingShownMs })).toThrow("restartingShownMs must be a number of milliseconds");
  });
});

describe("a deletion over time", () => {
  test.each(["batch", "single"])(
    "%s: the list drops the instance at once, get shows DELETING, then 404",
    async (way) => {
      await withEmulator({ seed: fleet({}, {}) }, async (running) => {
        if (way === "batch") await act(running, "delete", [id]);
        else await running.call("DELETE", `${path}/${id}`);
        expect(await listedStatuses(running, "?includeFailure=true")).toEqual({ [instanceId(2)]: "RUNNING" });
        expect(await statusOf(running)).toBe("DELETING");
        running.emulator.advance(999);
        expect(await statusOf(running)).toBe("DELETING");
        running.emulator.advance(minuteMs);
        expect(await statusOf(running)).toBe("DMS.00404022");
      });
    },
  );

  test("of failed creations concerns one engine of one project only", async () => {
    const other = "0".repeat(32);
    const seed = fleet({ status: "CREATEFAILED" }, { status: "CREATEFAILED", engine: "rabbitmq" }, {});
    const projects = { ...seed.projects, [other]: [{ instance_id: instanceId(9), status: "CREATEFAILED" }] };
    await withEmulator({ seed: { projects } }, async (running) => {
      await running.call("POST", `${path}/action`, { action: "delete", allFailure: "kafka" });
      expect(await listedStatuses(running, "?includeFailure=true")).toEqual({
        [instanceId(2)]: "CREATEFAILED",
        [instanceId(3)]: "RUNNING",
      });
      const others = await running.call("GET", `/v1.0/${other}/instances?includeFailure=true`);
      expect(others.body).toMatchObject({ instance_num: 1 });
    });
  });

  test("of failed creations succeeds also without any", async () => {
    await withEmulator({}, async (running) => {
      const answered = await running.call("POST", `${path}/action`, { action: "delete", allFailure: "kafka" });
      expect(answered.status).toBe(204);
    });
  });
});

describe("the recycle bin", () => {
  const seed = { ...fleet({}, {}, {}), recycle_bin: true };

  test("keeps instances that v2 deletes without force_delete", async () => {
    await withEmulator({ seed }, async (running) => {
      await act(running, "delete", [id], "v2");
      await running.call("POST", `/v2/${projectId}/instances/action`, {
        action: "delete",
        instances: [instanceId(2)],
        force_delete: true,
      });
      await act(running, "delete", [instanceId(3)], "v1.0");
      running.emulator.advance(minuteMs);
      expect(await statusOf(running, id, "v2")).toBe("RECYCLE");
      expect(await statusOf(running, instanceId(2), "v2")).toBe("DMS.00404022");
      expect(await statusOf(running, instanceId(3), "v2")).toBe("DMS.00404022");
      expect(await listedStatuses(running)).toEqual({});
    });
  });
});
