import type { Socket } from "node:net";
import { createDmsClient, type DmsClient } from "../../../../lib/client/dms-client";
import { clientConfig, forever, rejectionOf } from "../../../support/client/fixture-config";
import { closedPort, rawAnswer, type RawServer, startRawServer } from "../../../support/client/raw-server";
import { holdTimeouts } from "../../../support/time/held-timeouts";
import { until } from "../../../support/time/until";

const id = "54602a9d-5e22-4239-9123-77e350df4a34";
const accepted = JSON.stringify({ results: [{ instance: id, result: "success" }] });

/** Does something as soon as the whole batch call has arrived. */
const whenWhole =
  (react: (socket: Socket) => unknown) =>
  (received: string, socket: Socket): void => {
    if (received.includes(id) && received.trimEnd().endsWith("}")) react(socket);
  };

describe("the fate of a batch call", () => {
  let server: RawServer | undefined;
  let client: DmsClient | undefined;

  afterEach(async () => {
    await client?.close();
    await server?.close();
    server = undefined;
  });

  const restart = (endpoint: string, options: { requestTimeoutMs?: number; signal?: AbortSignal } = {}) => {
    client = createDmsClient(
      clientConfig(endpoint, { requestTimeoutMs: options.requestTimeoutMs ?? 30_000, maxRetries: 4 }),
    );
    return client.act("restart", [id], { forceDelete: false }, options.signal ?? forever);
  };

  test("is not-sent when the connection is refused", async () => {
    const failure = await rejectionOf(restart(`http://127.0.0.1:${String(closedPort)}`));
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
    expect(String(failure)).toContain("ECONNREFUSED");
    expect(String(failure)).toContain("Nothing was sent.");
  });

  test("is not-sent if several addresses fail to answer, and the error names each", async () => {
    const failure = await rejectionOf(restart(`http://localhost:${String(closedPort)}`));
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
    expect(String(failure)).toMatch(/ ::1:\d+.* 127\.0\.0\.1:\d+| 127\.0\.0\.1:\d+.* ::1:\d+/);
  });

  test("is not-sent when the host's name is not known", async () => {
    const failure = await rejectionOf(restart("http://dms.nowhere.invalid"));
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
  });

  test("is not-sent when TLS is not agreed", async () => {
    server = await startRawServer({ onData: (_, socket) => socket.end("this is not TLS") });
    const failure = await rejectionOf(restart(server.url.replace("http:", "https:")));
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
    expect(server.receivedText()).not.toContain(id);
    expect(String(failure)).toContain("(ERR_SSL_WRONG_VERSION_NUMBER: wrong version number). The answer is not TLS: ");
  });

  test("is not-sent when no connection opens in time", async () => {
    // Accepts TCP and never answers the TLS handshake.
    server = await startRawServer({});
    const failure = await rejectionOf(restart(server.url.replace("http:", "https:"), { requestTimeoutMs: 30 }));
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
    expect(String(failure)).toContain("30 ms");
  });

  test("is unknown when the connection is reset after the body went out", async () => {
    server = await startRawServer({ onData: whenWhole((socket) => socket.resetAndDestroy()) });
    const failure = await rejectionOf(restart(server.url));
    expect(failure).toMatchObject({ code: "lost", fate: "unknown" });
    expect(String(failure)).toContain("It is not known whether the service carried it out");
    expect(server.connections).toHaveLength(1);
  });

  test("is unknown when the connection is closed in order without an answer", async () => {
    server = await startRawServer({ onData: whenWhole((socket) => socket.end()) });
    expect(await rejectionOf(restart(server.url))).toMatchObject({ code: "lost", fate: "unknown" });
    expect(server.connections).toHaveLength(1);
  });

  test("is unknown or not-sent, after one connection, when the server hangs up at once", async () => {
    server = await startRawServer({ onConnection: (socket) => socket.destroy() });
    const failure = await rejectionOf(restart(server.url));
    // Whether undici notices before or after its first byte is a race; not-sent would be a guess.
    expect(failure).toMatchObject({ fate: expect.stringMatching(/^(unknown|not-sent)$/) as string });
    expect(server.connections).toHaveLength(1);
  });

  test("is unknown when the answer's header breaks off", async () => {
    server = await startRawServer({ onData: whenWhole((socket) => socket.end("HTTP/1.1 200 O")) });
    expect(await rejectionOf(restart(server.url))).toMatchObject({ code: "lost", fate: "unknown" });
  });

  test("is unknown when the answer's body breaks off", async () => {
    const whole = rawAnswer(200, accepted);
    server = await startRawServer({
      onData: whenWhole((socket) => socket.end(whole.slice(0, whole.length - 10))),
    });
    expect(await rejectionOf(restart(server.url))).toMatchObject({ code: "lost", fate: "unknown" });
    expect(server.connections).toHaveLength(1);
  });

  test("is unknown if the answer is not HTTP", async () => {
    server = await startRawServer({
      onData: whenWhole((socket) => socket.end("SSH-2.0-OpenSSH\r\n")),
    });
    expect(await rejectionOf(restart(server.url))).toMatchObject({ code: "lost", fate: "unknown" });
  });

  test("is unknown when no answer comes in time", async () => {
    const silent = await startRawServer({});
    server = silent;
    await holdTimeouts(async (pass) => {
      const rejected = rejectionOf(restart(silent.url, { requestTimeoutMs: 60 }));
      await until("the body", () => silent.receivedText().includes(id));
      pass(60);
      expect(await rejected).toMatchObject({ code: "lost", fate: "unknown" });
    });
  });

  test("is not-sent when interrupted before, unknown when interrupted after it went out", async () => {
    const stopped = AbortSignal.abort();
    server = await startRawServer({});
    expect(await rejectionOf(restart(server.url, { signal: stopped }))).toMatchObject({
      code: "interrupted",
      fate: "not-sent",
    });
    expect(server.connections).toHaveLength(0);
    await client?.close();
    await server.close();

    const stop = new AbortController();
    server = await startRawServer({ onData: whenWhole(() => stop.abort()) });
    expect(await rejectionOf(restart(server.url, { signal: stop.signal }))).toMatchObject({
      code: "interrupted",
      fate: "unknown",
    });
  });

  test("is not-sent when interrupted while the connection is being opened, and stays unsent", async () => {
    const stop = new AbortController();
    server = await startRawServer({ onConnection: () => stop.abort() });
    const failure = await rejectionOf(restart(server.url.replace("http:", "https:"), { signal: stop.signal }));
    expect(failure).toMatchObject({ code: "interrupted", fate: "not-sent" });
    expect(server.receivedText()).not.toContain(id);
  });

  test("is not-sent after the client was closed", async () => {
    server = await startRawServer({});
    client = createDmsClient(clientConfig(server.url));
    await client.close();
    expect(await rejectionOf(client.act("restart", [id], { forceDelete: false }, forever))).toMatchObject({
      code: "unreachable",
      fate: "not-sent",
    });
  });
});

describe("connections", () => {
  const page = JSON.stringify({ instances: [], instance_num: 0 });

  test("a batch call never travels on a connection that a read left open", async () => {
    const server = await startRawServer({
      onData: (text, socket) => socket.write(rawAnswer(200, text.startsWith("POST") ? accepted : page)),
    });
    const client = createDmsClient(clientConfig(server.url));
    try {
      await client.list(forever);
      await client.list(forever);
      await client.act("restart", [id], { forceDelete: false }, forever);
      await client.act("restart", [id], { forceDelete: false }, forever);
      await client.list(forever);
    } finally {
      await client.close();
      await server.close();
    }
    const methods = server
      .textsByConnection()
      .map((text) => [...text.matchAll(/(GET|POST) \//g)].map(([, method]) => method));
    expect(methods.filter((used) => used.includes("POST"))).toEqual([["POST"], ["POST"]]);
    expect(methods.filter((used) => used.includes("GET")).length).toBeLessThan(3);
  });

  test("a read survives a kept-alive connection that the server has closed meanwhile", async () => {
    const server = await startRawServer({ onData: (_, socket) => socket.end(rawAnswer(200, page)) });
    const client = createDmsClient(clientConfig(server.url, { maxRetries: 1 }));
    try {
      await client.list(forever);
      expect(await client.list(forever)).toEqual([]);
    } finally {
      await client.close();
      await server.close();
    }
    expect(server.connections).toHaveLength(2);
  });

  test("an answer that never ends is not read to its end", async () => {
    const server = await startRawServer({
      onData: (_, socket) => {
        socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        const mebibyte = Buffer.alloc(1024 * 1024, 0x20);
        for (let count = 0; count < 40; count++)
          socket.write(Buffer.concat([Buffer.from("100000\r\n"), mebibyte, Buffer.from("\r\n")]));
      },
    });
    const client = createDmsClient(clientConfig(server.url));
    try {
      expect(await rejectionOf(client.get(id, forever))).toMatchObject({ code: "unexpected-answer", fate: "unknown" });
    } finally {
      await client.close();
      await server.close();
    }
  });
});
