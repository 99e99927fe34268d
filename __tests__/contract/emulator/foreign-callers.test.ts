import { request } from "node:http";
import { networkInterfaces } from "node:os";
import { createEmulator, type Emulator } from "../../../lib/emulator/emulator";
import {
  fleet,
  instanceId,
  listedStatuses,
  projectId,
  type RunningEmulator,
  withEmulator,
} from "../../support/emulator/calls";

const id = instanceId(1);
const path = `/v1.0/${projectId}/instances`;
const restart = JSON.stringify({ action: "restart", instances: [id] });

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** One request with exactly these headers; fetch would not send a Host of our own. */
function send(
  url: string,
  method: string,
  target: string,
  headers: Record<string, string>,
  body = "",
): Promise<Received> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ host: hostname, port, method, path: target, headers, setHost: false }, (answered) => {
      let text = "";
      answered.setEncoding("utf8").on("data", (part: string) => (text += part));
      answered.on("end", () => resolve({ status: answered.statusCode ?? 0, headers: answered.headers, text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const json = { "Content-Type": "application/json" };

/** The things that each request of the kind would have changed, had it been let in. */
async function expectUntouched(running: RunningEmulator): Promise<void> {
  expect(running.emulator.journal()).toEqual([]);
  expect(await listedStatuses(running)).toEqual({ [id]: "RUNNING" });
}

const writes: readonly [string, string, string][] = [
  ["POST", `${path}/action`, restart],
  ["DELETE", `${path}/${id}`, ""],
  ["POST", "/v3/auth/tokens", "{}"],
  ["POST", "/_emulator/reset", ""],
  ["PUT", "/_emulator/instances", "{}"],
  ["PUT", "/_emulator/faults", "[]"],
  ["POST", "/_emulator/clock", '{"advance_ms":1}'],
  ["DELETE", "/_emulator/journal", ""],
];

describe("a name that leads to this machine without being one of its own", () => {
  test.each([...writes, ["GET", path, ""], ["GET", "/_emulator/instances", ""], ["GET", "/", ""]])(
    "is refused: %s %s",
    async (method, target, body) => {
      await withEmulator({ seed: fleet({}) }, async (running) => {
        const headers = { ...json, Host: "rebound.example:8080", Origin: "http://rebound.example:8080" };
        const answered = await send(running.url, method, target, headers, body);
        expect(answered.status).toBe(403);
        expect(answered.text).toContain("--allow-host rebound.example");
        await expectUntouched(running);
      });
    },
  );

  test("is refused in the target of a request to a proxy, too", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const host = new URL(running.url).host;
      const headers = { ...json, Host: host };
      expect((await send(running.url, "POST", `http://dms.example${path}/action`, headers, restart)).status).toBe(403);
      await expectUntouched(running);
      expect((await send(running.url, "POST", `http://${host}${path}/action`, headers, restart)).status).toBe(200);
    });
  });

  test("is refused in a documented shape", async () => {
    await withEmulator({}, async ({ url }) => {
      const bodyAt = async (target: string): Promise<unknown> =>
        JSON.parse((await send(url, "GET", target, { Host: "dms" })).text);
      const message = expect.stringContaining("--allow-host dms ") as string;
      expect(await bodyAt(path)).toEqual({
        error_code: "APIG.0402",
        error_msg: message,
        request_id: expect.any(String) as string,
      });
      expect(await bodyAt("/v3/projects")).toEqual({ error: { code: 403, message, title: "Forbidden" } });
      expect(await bodyAt("/_emulator/health")).toEqual({ error: message });
    });
  });

  test.each(["a b", "one.example, two.example", "user@localhost"])(
    "that cannot be read is refused: %j",
    async (host) => {
      await withEmulator({}, async ({ url }) => {
        expect((await send(url, "GET", path, { Host: host })).status).toBe(400);
      });
    },
  );

  test("changes no request id that another answer has", async () => {
    await withEmulator({}, async ({ url, call, emulator }) => {
      const first = (await call("GET", "/v2/?")).headers.get("x-request-id");
      emulator.reset();
      await send(url, "GET", path, { Host: "dms" });
      expect((await call("GET", "/v2/?")).headers.get("x-request-id")).toBe(first);
    });
  });
});

describe("a name of this machine", () => {
  test.each(["localhost", "LOCALHOST:1", "dms.localhost", "dms.localhost.:80", "127.0.0.1", "127.1.2.3:9", "[::1]:1"])(
    "is answered: %s",
    async (host) => {
      await withEmulator({ seed: fleet({}) }, async ({ url }) => {
        expect((await send(url, "GET", path, { Host: host })).status).toBe(200);
      });
    },
  );

  test("is one that was allowed", async () => {
    await withEmulator({ seed: fleet({}), allowHosts: ["dms", "broker.test"] }, async ({ url }) => {
      const statusFor = async (host: string) => (await send(url, "GET", path, { Host: host })).status;
      expect([await statusFor("dms:41234"), await statusFor("Broker.Test."), await statusFor("dms.test")]).toEqual([
        200, 200, 403,
      ]);
    });
  });
});

describe("a request that a browser sends for a page of another site", () => {
  const foreign: readonly [string, Record<string, string>][] = [
    ["an Origin of another host", { Origin: "https://evil.example" }],
    ["an Origin of another port", { Origin: "http://localhost:3000" }],
    ["an Origin that is hidden", { Origin: "null" }],
    ["Sec-Fetch-Site cross-site", { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" }],
    ["Sec-Fetch-Site same-site", { "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors" }],
    [
      "a form that is sent by navigation",
      { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" },
    ],
  ];

  test.each(foreign.flatMap(([kind, headers]) => writes.map((write) => [kind, headers, ...write] as const)))(
    "changes nothing: %s %j, %s %s",
    async (_, headers, method, target, body) => {
      await withEmulator({ seed: fleet({}) }, async (running) => {
        const host = new URL(running.url).host;
        const answered = await send(running.url, method, target, { ...json, Host: host, ...headers }, body);
        expect(answered.status).toBe(403);
        expect(answered.headers).not.toHaveProperty("access-control-allow-origin");
        await expectUntouched(running);
      });
    },
  );

  test("is not a read either: a read ends a wait for RESTARTING, and is in the journal", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const headers = { Host: "localhost", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" };
      expect((await send(running.url, "GET", path, headers)).status).toBe(403);
      const framed = { ...headers, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe" };
      expect((await send(running.url, "GET", "/", framed)).status).toBe(403);
      await expectUntouched(running);
    });
  });

  test("gets no permission in a preflight", async () => {
    await withEmulator({}, async (running) => {
      const headers = { Host: "localhost", Origin: "http://evil.example", "Access-Control-Request-Method": "PUT" };
      const answered = await send(running.url, "OPTIONS", "/_emulator/faults", headers);
      expect(answered.status).toBe(403);
      expect(Object.keys(answered.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    });
  });

  test("may open the page, as a link does", async () => {
    await withEmulator({}, async (running) => {
      const headers = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" };
      expect((await send(running.url, "GET", "/", { Host: "localhost", ...headers })).status).toBe(200);
    });
  });
});

test("the emulator's own page may make its calls, under every name by which it was opened", async () => {
  await withEmulator({ seed: fleet({}), allowHosts: ["dms"] }, async ({ url }) => {
    for (const host of ["dms:8080", "localhost:1"]) {
      const own = [
        { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", Origin: `http://${host}` },
        { Origin: `http://${host}` },
      ];
      for (const headers of own) {
        const reset = await send(url, "POST", "/_emulator/reset", { Host: host, ...headers });
        expect([reset.status, reset.text]).toEqual([200, '{"status":"ok"}']);
      }
    }
  });
});

test("every answer forbids a browser to frame it, sniff it, share it or send its address", async () => {
  await withEmulator({ seed: fleet({}) }, async ({ url }) => {
    for (const target of ["/", path, "/_emulator/journal", "/nowhere", "/v3/projects"]) {
      const { headers } = await send(url, "GET", target, { Host: "localhost" });
      expect(headers).toMatchObject({
        "content-security-policy": expect.stringContaining("frame-ancestors 'none'") as string,
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      });
    }
  });
});

describe("an emulator that listens on every address", () => {
  let emulator: Emulator;
  afterEach(() => emulator.close());

  const listenOn = async (host: string) => {
    const warnings: string[] = [];
    emulator = createEmulator({ seed: fleet({}), warn: (text) => void warnings.push(text) });
    const { url } = await emulator.listen({ host });
    return { url, warnings };
  };

  test("prints a URL that this machine can call, and warns of the others", async () => {
    const { url, warnings } = await listenOn("0.0.0.0");
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/_emulator/health`)).status).toBe(200);
    expect(warnings).toEqual([expect.stringContaining("listens on 0.0.0.0: every machine")]);
  });

  test("answers to the address that a connection came in by, and to no other", async () => {
    const { url } = await listenOn("0.0.0.0");
    const own = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
    const address = own ?? "127.0.0.2";
    const there = `http://${address}:${new URL(url).port}`;
    expect((await send(there, "GET", path, { Host: `${address}:1` })).status).toBe(200);
    expect((await send(there, "GET", path, { Host: "192.0.2.1" })).status).toBe(403);
  });

  test("does not warn on this machine alone", async () => {
    const { warnings } = await listenOn("localhost");
    expect(warnings).toEqual([]);
  });
});
