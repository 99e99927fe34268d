import { connect } from "node:net";
import * as fc from "fast-check";
import { createEmulator } from "../../../lib/emulator/emulator";
import { randomRuns } from "../../support/chaos/random-runs";
import { act, fleet, instanceId, listedStatuses, projectId, withEmulator } from "../../support/emulator/calls";

const path = `/v1.0/${projectId}/instances`;

/** Sends bytes on a fresh connection, ends it, and gives back everything that came. */
function exchange(url: string, bytes: Uint8Array): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.end(bytes));
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => (received += chunk));
    socket.on("close", () => resolve(received));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNRESET" || error.code === "EPIPE") resolve(received);
      else reject(error);
    });
  });
}

/** The body of the last answer among the bytes received. */
function lastAnswer(received: string): { status: number; body: string } {
  const start = received.lastIndexOf("HTTP/1.1 ");
  const [head = "", ...body] = received.slice(start).split("\r\n\r\n");
  return { status: Number(head.slice(9, 12)), body: body.join("\r\n\r\n") };
}

function expectDocumentedShape(sent: Uint8Array, received: string): void {
  if (received === "") return;
  const { status, body } = lastAnswer(received);
  if (status < 400 || (body === "" && Buffer.from(sent).toString("latin1").startsWith("HEAD "))) return;
  const parsed = JSON.parse(body) as Record<string, unknown>;
  if ("error" in parsed) {
    expect(parsed.error).toMatchObject({ code: status, message: expect.any(String) as string });
  } else {
    expect(parsed.error_code).toMatch(/^(DMS\.\d{8}|APIG\.\d{4})$/);
    expect(parsed.error_msg).toEqual(expect.any(String));
    expect("request_id" in parsed).toBe(String(parsed.error_code).startsWith("APIG"));
  }
  expect(status).not.toBe(500);
}

const ends = "\r\n\r\n";
const method = fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "CONNECT", "get", "BREW", "");
const target = fc.oneof(
  fc.constantFrom(
    path,
    `${path}/action`,
    `${path}/${instanceId(1)}`,
    "/v2/p/instances?limit=x",
    "/v3/auth/tokens",
    "*",
  ),
  fc.string().map((text) => `/${text}`),
  fc.webUrl({ withQueryParameters: true }),
);
const header = fc.constantFrom(
  ...[
    "Host: a",
    "Host: localhost",
    "Host:",
    "Content-Length: 3",
    "Content-Length: -1",
    "Transfer-Encoding: chunked",
    "Expect: 100-continue",
  ],
  ...[
    "Expect: magic",
    "Upgrade: websocket\r\nConnection: Upgrade",
    "X-Auth-Token: \u0001",
    "Authorization: SDK-HMAC-SHA256 =",
  ],
  ...["Connection: close", ": empty", "no colon"],
);
/** A signature that is nearly one. */
const signature = fc
  .tuple(
    fc.constantFrom("Access=AK", "Credential=AK/20261124///sdk_request", "Credential=AK", "Access=nobody", ""),
    fc.constantFrom("host;x-sdk-date", "x-sdk-date", "__proto__", "", ";;"),
    fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
    fc.constantFrom("20261124T120000Z", "20269999T999999Z", "", "now"),
  )
  .map(
    ([who, names, proof, date]) =>
      `Authorization: SDK-HMAC-SHA256 ${who}, SignedHeaders=${names}, Signature=${proof}\r\nX-Sdk-Date: ${date}`,
  );
const body = fc.oneof(
  fc.string(),
  fc.json(),
  fc.json().map((json) => `{"action":"restart","instances":${json}}`),
  fc.json().map((json) => `{"action":"delete","allFailure":${json},"instances":${json}}`),
  fc.json().map((json) => `{"auth":{"identity":{"methods":["password"],"password":{"user":${json}}},"scope":${json}}}`),
);
const almostHttp = fc
  .tuple(method, target, fc.array(fc.oneof(header, signature), { maxLength: 3 }), body, fc.boolean())
  .map(([verb, where, headers, text, isMeasured]) => {
    const measured = isMeasured
      ? ["Host: localhost", "Connection: close", `Content-Length: ${Buffer.byteLength(text)}`]
      : [];
    return Buffer.from(`${verb} ${where} HTTP/1.1\r\n${[...measured, ...headers].join("\r\n")}${ends}${text}`);
  });

describe("any bytes that are sent", () => {
  test.each(["none", "any"] as const)(
    "every refusal has a documented shape, and the emulator goes on (%s)",
    async (auth) => {
      const keys = [{ access: "AK", secret: "SK" }];
      const emulator = createEmulator({ clock: "manual", auth, seed: { ...fleet({}), keys } });
      const { url } = await emulator.listen();
      try {
        await fc.assert(
          fc.asyncProperty(fc.oneof(almostHttp, fc.uint8Array({ maxLength: 200 })), async (bytes) => {
            expectDocumentedShape(bytes, await exchange(url, bytes));
          }),
          randomRuns(300),
        );
        expect((await fetch(`${url}/_emulator/health`)).status).toBe(200);
      } finally {
        await emulator.close();
      }
    },
  );

  test.each([
    ["of a known length", "Content-Length: 3\r\n"],
    ["in chunks", "Transfer-Encoding: chunked\r\n"],
    ["of a known length, and asks for another protocol", "Content-Length: 3\r\nUpgrade: x\r\nConnection: Upgrade\r\n"],
    ["in chunks, and asks for another protocol", "Transfer-Encoding: chunked\r\nUpgrade: x\r\nConnection: Upgrade\r\n"],
  ])("a request whose sender ends in a body %s is refused, and its connection ends", async (_, headers) => {
    await withEmulator({}, async ({ url }) => {
      const whole = `GET ${path} HTTP/1.1\r\nHost: localhost${ends}`;
      const cut = `POST ${path}/action HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n2`;
      const received = await exchange(url, Buffer.from(whole + cut));
      expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
      expect(JSON.parse(lastAnswer(received).body)).toMatchObject({ error_code: "APIG.0201" });
    });
  });

  test("input that is not HTTP is refused by the gateway", async () => {
    await withEmulator({}, async ({ url }) => {
      const { status, body: text } = lastAnswer(await exchange(url, Buffer.from("hello\r\n\r\n")));
      expect(status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({ error_code: "APIG.0201", request_id: expect.any(String) as string });
    });
  });

  test("a head beyond every limit is refused with 494", async () => {
    await withEmulator({}, async ({ url }) => {
      const bytes = Buffer.from(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(300 * 1024)}${ends}`);
      const { status, body: text } = lastAnswer(await exchange(url, bytes));
      expect([status, (JSON.parse(text) as { error_code: string }).error_code]).toEqual([494, "APIG.0201"]);
    });
  });

  test.each([33 * 1024, 200_000, 900_000])(
    "an address of %d bytes is refused with 414, not for its headers",
    async (length) => {
      await withEmulator({}, async ({ call }) => {
        const answered = await call("GET", `/${"x".repeat(length - 1)}`);
        expect([answered.status, answered.body]).toMatchObject([414, { error_code: "APIG.0201" }]);
      });
    },
  );

  test("a body nested a hundred thousand deep is refused", async () => {
    await withEmulator({}, async ({ call }) => {
      const deep = "[".repeat(100_000) + "]".repeat(100_000);
      expect((await call("POST", `${path}/action`, deep)).status).toBe(400);
      expect((await call("POST", `${path}/action`, `{"action":"restart","instances":${deep}}`)).status).toBe(400);
      expect((await call("POST", "/v3/auth/tokens", `{"auth":${deep}}`)).status).toBe(400);
    });
  });

  test("a state that cannot be saved changes no answer, and causes one message until it can be saved again", async () => {
    const warnings: string[] = [];
    let isFull = true;
    const stateStore = {
      load: () => undefined,
      save: () => {
        if (isFull) throw new Error("disk full");
      },
    };
    const options = { seed: fleet({}), stateStore, warn: (text: string) => void warnings.push(text) };
    await withEmulator(options, async (running) => {
      expect((await act(running, "restart", [instanceId(1)])).status).toBe(200);
      expect(await listedStatuses(running)).toEqual({ [instanceId(1)]: "RESTARTING" });
      running.emulator.advance(1);
      expect(warnings).toEqual(["The state could not be saved, and the emulator goes on without: Error: disk full"]);
      isFull = false;
      running.emulator.advance(1);
      isFull = true;
      expect((await running.call("POST", "/_emulator/reset")).status).toBe(200);
      expect(warnings).toHaveLength(2);
    });
  });
});

describe("two runs of the same calls", () => {
  test("give the same journal", async () => {
    const seed = fleet({}, {}, { status: "CREATING" }, { status: "CREATEFAILED" });
    const run = async (): Promise<unknown> => {
      let journal: unknown;
      await withEmulator({ seed }, async (running) => {
        running.emulator.setFaults([{ on: { operation: "action", after: 1, times: 1 }, do: { item: "failed" } }]);
        await act(running, "restart", [instanceId(1), instanceId(2)]);
        for (let minute = 0; minute < 20; minute += 1) {
          await listedStatuses(running);
          running.emulator.advance(60_000);
        }
        await running.call("POST", `/v2/${projectId}/instances/action`, { action: "delete", all_failure: "kafka" });
        await running.call("GET", `/v2/${projectId}/instances?limit=99`);
        await running.call("POST", "/v3/auth/tokens", {
          auth: { identity: { methods: ["password"], password: { user: { name: "a", password: "b" } } } },
        });
        await running.call("GET", "/v3/projects");
        await running.call("GET", "/v3/auth/projects?name=eu-de");
        journal = (await running.call("GET", "/_emulator/journal")).body;
      });
      return journal;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(first).toHaveLength(26);
  });

  test("give the same journal after a reset as well", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const run = async (): Promise<unknown> => {
        await act(running, "restart", [instanceId(1)]);
        await running.call("GET", path, undefined, { "X-Long": "x".repeat(33 * 1024) });
        return running.emulator.journal();
      };
      const first = await run();
      running.emulator.reset();
      expect(await run()).toEqual(first);
    });
  });
});
