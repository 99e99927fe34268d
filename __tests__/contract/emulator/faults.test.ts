import { connect } from "node:net";
import {
  act,
  errorCode,
  fleet,
  instanceId,
  listedStatuses,
  projectId,
  withEmulator,
} from "../../support/emulator/calls";

const minuteMs = 60_000;
const [first, second, third] = [instanceId(1), instanceId(2), instanceId(3)];
const seed = fleet({}, {}, {});
const path = `/v1.0/${projectId}/instances`;

/** Everything that comes back for one packet until the connection is closed. */
function receivedFrom(url: string, packet: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(packet));
    socket.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
  });
}

describe("a fault on a whole call", () => {
  test("status: answers instead of the service, which does nothing", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([
        { on: { operation: "action", times: 1 }, do: { status: 503, retry_after: 7 } },
        { on: { operation: "action", times: 1 }, do: { status: 400, error_code: "DMS.00400017", error_msg: "busy" } },
      ]);
      const overloaded = await act(running, "restart", [first]);
      expect([overloaded.status, overloaded.headers.get("retry-after")]).toEqual([503, "7"]);
      expect(overloaded.body).toMatchObject({ error_code: "APIG.0613", request_id: expect.any(String) as string });
      const busy = await act(running, "restart", [first]);
      expect(busy.body).toEqual({ error_code: "DMS.00400017", error_msg: "busy" });
      expect(await listedStatuses(running)).toMatchObject({ [first]: "RUNNING" });
      expect((await act(running, "restart", [first])).status).toBe(200);
    });
  });

  test("status: tells the documented text of its code, and a login's in Keystone's form", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([
        { on: { operation: "action" }, do: { status: 400, error_code: "DMS.00400026" } },
        { on: { operation: "token" }, do: { status: 503 } },
      ]);
      const text = "This operation is not allowed due to the instance status.";
      const refused = await act(running, "restart", [first]);
      expect(refused.body).toEqual({ error_code: "DMS.00400026", error_msg: text });
      const login = await running.call("POST", "/v3/auth/tokens", {});
      expect([login.status, login.body]).toMatchObject([503, { error: { code: 503, title: "Service Unavailable" } }]);
    });
  });

  test("delay_ms: does it at once and answers late", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action" }, do: { delay_ms: 40 } }]);
      const started = performance.now();
      const slow = act(running, "restart", [first]);
      expect((await slow).status).toBe(200);
      expect(performance.now() - started).toBeGreaterThanOrEqual(35);
      expect(running.emulator.journal()[0]).toMatchObject({ status: 200, note: "answered 40 ms late" });
    });
  });

  test("a delayed answer does not keep the emulator from closing", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "list" }, do: { delay_ms: 600_000 } }]);
      const slow = running.call("GET", path);
      slow.catch(() => undefined);
      while (running.emulator.journal().length === 0) await new Promise((resolve) => setImmediate(resolve));
      await running.emulator.close();
      await expect(slow).rejects.toThrow();
    });
  });

  test.each([
    ["before", "RUNNING", "connection cut; not carried out"],
    ["after", "RESTARTING", "carried out with status 200; connection cut"],
  ])("drop %s: the connection is cut and the instance is %s", async (when, status, note) => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action" }, do: { drop: when } }]);
      await expect(act(running, "restart", [first])).rejects.toThrow("fetch failed");
      expect(running.emulator.journal()).toMatchObject([{ status: null, response: null, note }]);
      expect(await listedStatuses(running)).toMatchObject({ [first]: status });
    });
  });

  test("truncate: the head says more than the body holds", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "list" }, do: { truncate: true } }]);
      const response = await fetch(running.url + path);
      expect(response.status).toBe(200);
      await expect(response.text()).rejects.toThrow();
    });
  });

  test("truncate: of an answer without a body not even the head arrives, in its turn on the connection", async () => {
    await withEmulator({ seed: fleet({ status: "CREATEFAILED" }, {}) }, async (running) => {
      running.emulator.setFaults([
        { on: { operation: "action" }, do: { truncate: true } },
        { on: { operation: "delete" }, do: { truncate: true } },
      ]);
      const purge = running.call("POST", `${path}/action`, { action: "delete", allFailure: "kafka" });
      await expect(purge).rejects.toThrow("fetch failed");
      await expect(running.call("DELETE", `${path}/${second}`)).rejects.toThrow("fetch failed");
      expect(running.emulator.journal()).toMatchObject([
        { status: 204, note: "carried out; answer cut in the middle" },
        { status: 204, note: "carried out; answer cut in the middle" },
      ]);
      const remove = `DELETE ${path}/${third} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
      await running.call("PUT", "/_emulator/instances", seed);
      const received = await receivedFrom(running.url, `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n${remove}`);
      const [listed, removed] = received.split(/(?<=})(?=HTTP)/);
      expect(listed).toContain('"instance_num":3}');
      expect(removed).toBe("HTTP/1.1 204 No Content\r\nX-Request-Id: ");
    });
  });

  test("on one instance is for the removal of all failed creations, when it is one of them", async () => {
    const projects = { [projectId]: [{ instance_id: first, status: "CREATEFAILED" }, { instance_id: second }] };
    await withEmulator({ seed: { projects } }, async (running) => {
      const on = { operation: "action", action: "delete" };
      running.emulator.setFaults([
        { on: { ...on, instance: second }, do: { status: 500 } },
        { on: { ...on, instance: first, times: 1 }, do: { status: 503 } },
      ]);
      const purge = (version: string, body: unknown) =>
        running.call("POST", `/${version}/${projectId}/instances/action`, { action: "delete", ...(body as object) });
      expect((await purge("v2", { all_failure: "rabbitmq" })).status).toBe(204);
      expect((await purge("v2", { all_failure: "kafka" })).status).toBe(503);
      expect(await listedStatuses(running, "?includeFailure=true")).toMatchObject({ [first]: "CREATEFAILED" });
      expect((await purge("v1.0", { allFailure: "kafka" })).status).toBe(204);
    });
  });

  test("on one instance is for calls that concern it", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "get", instance: second }, do: { status: 500 } }]);
      expect((await running.call("GET", `${path}/${first}`)).status).toBe(200);
      expect(errorCode(await running.call("GET", `${path}/${second}`))).toBe("DMS.00500000");
    });
  });

  test("on a login is in Keystone's shape", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "token" }, do: { status: 401 } }]);
      expect((await running.call("POST", "/v3/auth/tokens", {})).body).toMatchObject({ error: { code: 401 } });
    });
  });
});

describe("a fault on an instance", () => {
  test("item failed: answered failed and left alone, the others go on", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action", instance: second }, do: { item: "failed" } }]);
      const { status, body } = await act(running, "restart", [first, second, third]);
      expect([status, body]).toEqual([
        200,
        {
          results: [
            { result: "success", instance: first },
            { result: "failed", instance: second },
            { result: "success", instance: third },
          ],
        },
      ]);
      expect(await listedStatuses(running)).toEqual({
        [first]: "RESTARTING",
        [second]: "RUNNING",
        [third]: "RESTARTING",
      });
    });
  });

  test("ignore: answered success and nothing happens", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([
        { on: { operation: "action", instance: first }, do: { ignore: true } },
        { on: { operation: "delete", instance: second }, do: { ignore: true } },
      ]);
      const { body } = await act(running, "restart", [first]);
      expect(body).toEqual({ results: [{ result: "success", instance: first }] });
      expect((await running.call("DELETE", `${path}/${second}`)).status).toBe(204);
      expect(await listedStatuses(running)).toEqual({ [first]: "RUNNING", [second]: "RUNNING", [third]: "RUNNING" });
    });
  });

  test("stuck: stays RESTARTING or DELETING for ever", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([
        { on: { operation: "action", instance: first }, do: { stuck: true } },
        { on: { operation: "action", action: "delete" }, do: { stuck: true } },
      ]);
      await act(running, "restart", [first]);
      await act(running, "delete", [second]);
      await listedStatuses(running);
      running.emulator.advance(1_000 * minuteMs);
      expect(await listedStatuses(running)).toEqual({ [first]: "RESTARTING", [third]: "RUNNING" });
      expect((await running.call("GET", `${path}/${second}`)).body).toMatchObject({ status: "DELETING" });
    });
  });

  test("end: ends where the rule says, a deletion too", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action" }, do: { end: "ERROR" } }]);
      await act(running, "restart", [first]);
      await act(running, "delete", [second]);
      expect(await listedStatuses(running)).toEqual({ [first]: "RESTARTING", [third]: "RUNNING" });
      running.emulator.advance(15 * minuteMs);
      expect(await listedStatuses(running)).toEqual({ [first]: "ERROR", [second]: "ERROR", [third]: "RUNNING" });
    });
  });

  test("also when it is removed with all failed creations", async () => {
    const failed = fleet({ status: "CREATEFAILED" }, { status: "CREATEFAILED" });
    await withEmulator({ seed: failed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action", instance: first }, do: { ignore: true } }]);
      const answered = await running.call("POST", `${path}/action`, { action: "delete", allFailure: "kafka" });
      expect(answered.status).toBe(204);
      expect(await listedStatuses(running, "?includeFailure=true")).toEqual({ [first]: "CREATEFAILED" });
    });
  });

  test("item failed: the removal of all failed creations says which failed, and leaves it alone", async () => {
    const failed = fleet({ status: "CREATEFAILED" }, { status: "CREATEFAILED" });
    await withEmulator({ seed: failed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action", instance: second, times: 1 }, do: { item: "failed" } }]);
      const purge = () => running.call("POST", `${path}/action`, { action: "delete", allFailure: "kafka" });
      const answered = await purge();
      expect([answered.status, answered.body]).toEqual([
        200,
        {
          results: [
            { result: "success", instance: first },
            { result: "failed", instance: second },
          ],
        },
      ]);
      expect(await listedStatuses(running, "?includeFailure=true")).toEqual({ [second]: "CREATEFAILED" });
      expect((await purge()).status).toBe(204);
      expect(await listedStatuses(running, "?includeFailure=true")).toEqual({});
    });
  });

  test("is not used up by a call that is refused", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action", times: 1 }, do: { item: "failed" } }]);
      await act(running, "restart", [first, "99999999-9999-4999-8999-999999999999"]);
      const { body } = await act(running, "restart", [first, second]);
      expect(body).toMatchObject({ results: [{ result: "failed" }, { result: "success" }] });
    });
  });
});
