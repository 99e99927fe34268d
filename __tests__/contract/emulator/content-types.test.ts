import { errorCode, fleet, instanceId, listedStatuses, projectId, withEmulator } from "../../support/emulator/calls";

const id = instanceId(1);
const action = `/v1.0/${projectId}/instances/action`;
const restart = { action: "restart", instances: [id] };
const user = { name: "ada", password: "right" };
const login = { auth: { identity: { methods: ["password"], password: { user } } } };

const json = ["application/json", "application/json;charset=utf8", "Application/JSON ; charset=UTF-8"];
const others = [
  "text/plain",
  "text/plain;charset=UTF-8",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/json",
];

describe("a body that comes as", () => {
  test.each(json)("%s is read", async (type) => {
    await withEmulator({ seed: fleet({}) }, async ({ call }) => {
      const headers = { "Content-Type": type };
      expect((await call("PUT", "/_emulator/faults", [], headers)).status).toBe(200);
      expect((await call("POST", "/v3/auth/tokens", login, headers)).status).toBe(201);
      expect((await call("POST", action, restart, headers)).status).toBe(200);
    });
  });

  test.each(others)("%s is refused by every call that takes one, and nothing is done", async (type) => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const headers = { "Content-Type": type };
      const [said] = type.split(";");
      for (const [method, name, body] of [
        ["PUT", "faults", []],
        ["PUT", "instances", {}],
        ["POST", "clock", { advance_ms: 1 }],
        ["POST", "reset", {}],
      ] as const) {
        const refused = await running.call(method, `/_emulator/${name}`, body, headers);
        expect([refused.status, refused.body]).toEqual([
          415,
          { error: `The control API takes bodies with Content-Type: application/json; this one came as ${said!}.` },
        ]);
      }
      const batch = await running.call("POST", action, restart, headers);
      expect([batch.status, errorCode(batch)]).toEqual([400, "DMS.00400005"]);
      expect(batch.text).toContain(said);
      const token = await running.call("POST", "/v3/auth/tokens", login, headers);
      expect([token.status, token.body]).toMatchObject([400, { error: { title: "Bad Request" } }]);
      expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING" });
    });
  });
});

test("a body without a type is read, and a call without a body needs no type", async () => {
  await withEmulator({ seed: fleet({}) }, async ({ url, call }) => {
    const body = new TextEncoder().encode(JSON.stringify(restart));
    const sent = await fetch(url + action, { method: "POST", body });
    expect(sent.status).toBe(200);
    expect((await fetch(`${url}/_emulator/reset`, { method: "POST" })).status).toBe(200);
    expect((await fetch(`${url}/_emulator/journal`, { method: "DELETE" })).status).toBe(200);
    expect((await call("DELETE", `/v1.0/${projectId}/instances/${id}`)).status).toBe(204);
  });
});

test("a read may carry any type", async () => {
  await withEmulator({}, async ({ call }) => {
    const headers = { "Content-Type": "text/plain" };
    expect((await call("GET", `/v2/${projectId}/instances`, undefined, headers)).status).toBe(200);
    expect((await call("GET", "/_emulator/health", undefined, headers)).status).toBe(200);
  });
});
