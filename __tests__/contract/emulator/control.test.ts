import { Script } from "node:vm";
import { act, fleet, instanceId, listedStatuses, projectId, withEmulator } from "../../support/emulator/calls";

const id = instanceId(1);
const path = `/v1.0/${projectId}/instances`;

describe("the control API", () => {
  test("answers health without credentials", async () => {
    await withEmulator({ auth: "any" }, async ({ call }) => {
      const answered = await call("GET", "/_emulator/health");
      expect([answered.status, answered.body]).toEqual([200, { status: "ok" }]);
    });
  });

  test.each(["/_emulator/health", "/_emulator/journal", "/"])(
    "answers HEAD %s like its GET, without a body",
    async (at) => {
      await withEmulator({ auth: "any" }, async ({ url, call }) => {
        const [head, get] = await Promise.all([fetch(url + at, { method: "HEAD" }), fetch(url + at)]);
        expect([head.status, head.headers.get("content-type")]).toEqual([200, get.headers.get("content-type")]);
        expect(await head.text()).toBe("");
        expect((await call("HEAD", "/_emulator/reset")).status).toBe(405);
      });
    },
  );

  test("shows the calls, not its own, with secrets masked", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await running.call("GET", "/_emulator/health");
      await running.call("GET", `${path}?name=a%20b`, undefined, { "X-Auth-Token": "secret", "User-Agent": "test" });
      await act(running, "restart", [id]);
      await fetch(running.url);
      const { body } = await running.call("GET", "/_emulator/journal");
      expect(body).toEqual([
        {
          seq: 1,
          at: "2026-01-01T00:00:00.000Z",
          method: "GET",
          path,
          query: { name: "a b" },
          body: null,
          status: 200,
          response: { instances: [], instance_num: 0 },
          headers: { accept: "*/*", "user-agent": "test", "x-auth-token": "***" },
        },
        expect.objectContaining({
          seq: 2,
          method: "POST",
          path: `${path}/action`,
          body: { action: "restart", instances: [id] },
          status: 200,
          response: { results: [{ result: "success", instance: id }] },
        }),
      ]);
      expect((await running.call("GET", "/_emulator/journal?since=1")).body).toHaveLength(1);
      await running.call("DELETE", "/_emulator/journal");
      expect((await running.call("GET", "/_emulator/journal")).body).toEqual([]);
    });
  });

  test("gives a part of the journal, lists in short, and tells the journal's version and its gaps", async () => {
    await withEmulator({ seed: fleet({ name: "orders" }) }, async (running) => {
      await listedStatuses(running);
      await act(running, "restart", [id]);
      const part = await running.call("GET", "/_emulator/journal?brief=true&last=2");
      const brief = { instance_id: id, name: "orders", engine: "kafka", engine_version: "2.7", status: "RUNNING" };
      expect(part.body).toMatchObject([{ seq: 1, response: { instances: [brief], instance_num: 1 } }, { seq: 2 }]);
      expect((part.body as { response: { instances: object[] } }[])[0]!.response.instances).toEqual([brief]);
      expect(part.headers.get("x-dropped")).toBe("0");
      expect((await running.call("GET", "/_emulator/journal?last=1")).body).toMatchObject([{ seq: 2 }]);
      const journalNow = async () => (await running.call("GET", "/_emulator/journal")).headers.get("x-journal");
      const before = await journalNow();
      await listedStatuses(running);
      expect(await journalNow()).toBe(before);
      await running.call("DELETE", "/_emulator/journal");
      expect(await journalNow()).not.toBe(before);
    });
  });

  test("gives the fleet in short, and only if it differs from the reader's version", async () => {
    await withEmulator({ seed: fleet({ name: "orders" }), clock: "manual" }, async (running) => {
      const brief = "/_emulator/instances?brief=true";
      const first = await running.call("GET", brief);
      const known = { "If-None-Match": first.headers.get("etag") ?? "" };
      const one = { instance_id: id, name: "orders", engine: "kafka", engine_version: "2.7", status: "RUNNING" };
      expect(first.body).toEqual({ projects: { [projectId]: [one] } });
      const again = async () => (await running.call("GET", brief, undefined, known)).status;
      expect(await again()).toBe(304);
      running.emulator.advance(60_000);
      expect(await again()).toBe(304);
      await act(running, "restart", [id]);
      expect(await again()).toBe(200);
    });
  });

  test("shows a reader of the fleet the changes that came with time alone", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await act(running, "delete", [id]);
      const first = await running.call("GET", "/_emulator/instances");
      running.emulator.advance(60_000);
      const known = { "If-None-Match": first.headers.get("etag") ?? "" };
      const later = await running.call("GET", "/_emulator/instances", undefined, known);
      expect([later.status, later.body]).toEqual([200, { projects: {} }]);
    });
  });

  test("gives the fleet in seed format and takes it back", async () => {
    await withEmulator({ seed: fleet({ name: "orders" }, { status: "ERROR" }) }, async (running) => {
      const all = (await running.call("GET", "/_emulator/instances")).body as { projects: Record<string, object[]> };
      expect(all.projects[projectId]).toMatchObject([
        {
          instance_id: id,
          name: "orders",
          engine: "kafka",
          status: "RUNNING",
          created_at: expect.any(String) as string,
        },
        { instance_id: instanceId(2), status: "ERROR" },
      ]);
      const one = await running.call("GET", `/_emulator/instances?project_id=${projectId}`);
      expect(one.body).toEqual(all);
      expect((await running.call("GET", "/_emulator/instances?project_id=other")).body).toEqual({
        projects: { other: [] },
      });
      const changed = { projects: { [projectId]: all.projects[projectId]!.slice(1) } };
      expect((await running.call("PUT", "/_emulator/instances", changed)).status).toBe(200);
      expect(await listedStatuses(running)).toEqual({ [instanceId(2)]: "ERROR" });
      expect((await running.call("GET", "/_emulator/instances")).body).toEqual(changed);
    });
  });

  test("keeps users and keys when only the fleet is replaced", async () => {
    const users = [{ name: "ada", password: "right", domain: "d" }];
    await withEmulator({ seed: { ...fleet({}), users }, auth: "token" }, async (running) => {
      await running.call("PUT", "/_emulator/instances", fleet({}));
      const user = { name: "ada", password: "right", domain: { name: "d" } };
      const login = { auth: { identity: { methods: ["password"], password: { user } } } };
      expect((await running.call("POST", "/v3/auth/tokens", login)).status).toBe(201);
      await running.call("PUT", "/_emulator/instances", { users: [] });
      expect((await running.call("POST", "/v3/auth/tokens", login)).status).toBe(401);
    });
  });

  test("moves a manual clock", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      await act(running, "restart", [id]);
      await listedStatuses(running);
      const answered = await running.call("POST", "/_emulator/clock", { advance_ms: 900_000 });
      expect(answered.body).toEqual({ now: "2026-01-01T00:15:00.000Z" });
      expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING" });
    });
  });

  test("returns the active rules as they were written, with the number of times each has fired", async () => {
    const on = { operation: "action", action: "restart", instance: id, after: 1, times: 2 };
    const rules = [
      { on, do: { item: "failed" } },
      { on: { operation: "action" }, do: { ignore: true } },
      { on: { operation: "delete" }, do: { stuck: true } },
      { on: { operation: "action" }, do: { end: "ERROR" } },
      { on: { operation: "token" }, do: { status: 503, error_code: "a", error_msg: "b", retry_after: "5" } },
      { on: { operation: "get" }, do: { delay_ms: 5 } },
      { on: { operation: "list", times: 1 }, do: { drop: "before" } },
      { on: { operation: "list" }, do: { drop: "after" } },
      { on: { operation: "list" }, do: { truncate: true } },
      { on: { operation: "action" }, do: { show: "EXTENDING", for_ms: 5, ignore: true } },
      { on: { operation: "action" }, do: { show: "RUNNING", for_ms: 0 } },
      { on: { operation: "list", instance: id }, do: { omit: true } },
      { on: { operation: "tasks", after: 1 }, do: { stale: true } },
    ];
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const inForce = async () => (await running.call("GET", "/_emulator/faults")).body;
      expect(await inForce()).toEqual([]);
      await running.call("PUT", "/_emulator/faults", rules);
      expect(await inForce()).toEqual(rules.map((rule) => ({ ...rule, fired: 0 })));
      await act(running, "restart", [id]);
      expect(await inForce()).toMatchObject([
        { fired: 0 },
        { fired: 1 },
        ...Array.from({ length: rules.length - 2 }, () => ({ fired: 0 })),
      ]);
    });
  });

  test("resets to the seed: fleet, rules, clock, journal", async () => {
    const faults = [{ on: { operation: "list", times: 1 }, do: { status: 500 } }];
    await withEmulator({ seed: { ...fleet({}), faults } }, async (running) => {
      expect((await running.call("GET", path)).status).toBe(500);
      await act(running, "delete", [id]);
      running.emulator.advance(60_000);
      running.emulator.setFaults([]);
      expect((await running.call("POST", "/_emulator/reset")).status).toBe(200);
      expect(running.emulator.journal()).toEqual([]);
      expect((await running.call("GET", path)).status).toBe(500);
      expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING" });
      expect(running.emulator.journal()[0]).toMatchObject({ seq: 1, at: "2026-01-01T00:00:00.000Z" });
    });
  });

  test.each<[string, string, unknown, number, string]>([
    ["PUT", "faults", [{ on: { operation: "list" }, do: { status: 99 } }], 400, "rules[0].do.status must be"],
    ["PUT", "faults", "{", 400, "The body is not JSON."],
    [
      "PUT",
      "instances",
      { projects: { p: [{ engine: "redis" }] } },
      400,
      "projects.p[0].engine must be kafka, rabbitmq or rocketmq",
    ],
    ["POST", "clock", { advance_ms: -1 }, 400, "advance_ms must be a whole number"],
    ["POST", "clock", [], 400, "advance_ms must be a whole number"],
    ["GET", "journal?since=x", undefined, 400, "since must be a whole number."],
    ["GET", "journal?last=-1", undefined, 400, "last must be a whole number."],
    ["GET", "journal?brief=yes", undefined, 400, "brief must be true or false."],
    ["GET", "", undefined, 404, 'there is no ""'],
    ["GET", "nothing", undefined, 404, 'there is no "nothing"'],
    ["GET", "constructor", undefined, 404, 'there is no "constructor"'],
    ["PATCH", "faults", {}, 405, "faults takes GET, PUT."],
  ])("refuses %s %s %j with %d", async (method, name, body, status, complaint) => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const answered = await running.call(method, `/_emulator/${name}`, body);
      expect(answered.status).toBe(status);
      expect((answered.body as { error: string }).error).toContain(complaint);
      expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING" });
    });
  });

  const megabyte = 1024 * 1024;
  test.each<[string, number, string, string, string, Record<string, string>]>([
    ["a fleet of 13 MB", 200, "PUT", "/_emulator/instances", `{}${" ".repeat(13 * megabyte)}`, {}],
    ["a fleet beyond 64 MB", 413, "PUT", "/_emulator/instances", " ".repeat(64 * megabyte + 1), {}],
    ["the address above all of it", 404, "GET", "/_emulator", "", {}],
    ["a long query", 400, "GET", `/_emulator/journal?since=${"0".repeat(40_000)}`, "", {}],
    ["a long header", 200, "GET", "/_emulator/health", "", { "X-Long": "x".repeat(40_000) }],
    ["a very long address", 404, "GET", `/_emulator/${"x".repeat(200_000)}`, "", {}],
  ])("answers %s with %d, also where the gateway would refuse", async (_, status, method, url, body, headers) => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const answered = await running.call(method, url, body === "" ? undefined : body, headers);
      expect(answered.status).toBe(status);
      if (status >= 400) expect(answered.body).toEqual({ error: expect.any(String) as string });
      expect(running.emulator.journal()).toEqual([]);
    });
  });

  test("refuses a fleet that is nested too deeply to be answered, and goes on", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const deep = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
      const seed = `{"projects":{"${projectId}":[{"my_own":${deep}}]}}`;
      const answered = await running.call("PUT", "/_emulator/instances", seed);
      expect(answered.status).toBe(400);
      expect((answered.body as { error: string }).error).toContain("32 levels of arrays and objects are allowed");
      expect((await running.call("GET", "/_emulator/instances")).status).toBe(200);
      expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING" });
    });
  });

  test("refuses to move the clock beyond the last possible date, and leaves it unchanged", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      for (const ms of [9e15, 8.64e15 - Date.UTC(2026, 0, 1) + 1]) {
        const answered = await running.call("POST", "/_emulator/clock", { advance_ms: ms });
        expect([answered.status, answered.body]).toEqual([
          400,
          { error: "advance_ms must not take the clock beyond +275760-09-13T00:00:00.000Z." },
        ]);
      }
      const last = await running.call("POST", "/_emulator/clock", { advance_ms: 8.64e15 - Date.UTC(2026, 0, 1) });
      expect(last.body).toEqual({ now: "+275760-09-13T00:00:00.000Z" });
      expect((await running.call("POST", "/_emulator/clock", { advance_ms: 1 })).status).toBe(400);
      expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING" });
    });
  });

  test("refuses to move a real clock", async () => {
    await withEmulator({ clock: "real" }, async ({ call }) => {
      const answered = await call("POST", "/_emulator/clock", { advance_ms: 1 });
      expect(answered.status).toBe(409);
      expect((answered.body as { error: string }).error).toContain("--clock manual");
    });
  });
});

describe("the web page", () => {
  test("is one document that loads nothing and asks only the control API", async () => {
    await withEmulator({}, async (running) => {
      const response = await fetch(running.url);
      expect(response.headers.get("content-type")).toBe("text/html;charset=utf-8");
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      const html = await response.text();
      expect(html).not.toMatch(/https?:\/\/|<link[^>]+stylesheet|<script[^>]+src|@import|innerHTML/);
      const [, script] = /<script>([\s\S]*)<\/script>/.exec(html)!;
      expect(() => new Script(script!)).not.toThrow();
      const asked = new Set([...script!.matchAll(/read\("([^"?]+)/g)].map(([, url]) => url!));
      expect([...asked].sort()).toEqual(["/_emulator/faults", "/_emulator/instances", "/_emulator/journal"]);
      for (const url of asked) expect((await fetch(running.url + url)).status).toBe(200);
    });
  });

  test("can be used without a mouse or a screen", async () => {
    await withEmulator({}, async (running) => {
      const html = await (await fetch(running.url)).text();
      expect(html).toContain('<html lang="en">');
      expect(html).toContain('<a class="skip" href="#calls-title">');
      expect(html).toContain('role="status"');
      expect(html).toContain('<meta name="color-scheme" content="light dark">');
      for (const [, id] of html.matchAll(/aria-labelledby="([^"]+)"/g)) expect(html).toContain(`id="${id!}"`);
      expect(html).toContain("<noscript>");
    });
  });
});
