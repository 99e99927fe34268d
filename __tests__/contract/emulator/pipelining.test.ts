import { connect, type Socket } from "node:net";
import { act, fleet, instanceId, listedStatuses, projectId, withEmulator } from "../../support/emulator/calls";

const id = instanceId(1);
const path = `/v1.0/${projectId}/instances`;
const restart = JSON.stringify({ action: "restart", instances: [id] });
const post = `POST ${path}/action HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${restart.length}\r\n\r\n${restart}`;
const get = `GET ${path}/${id} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Sends one packet and gives back the answers in the order they came, when the emulator has closed the connection. */
async function answersTo(url: string, packet: string, isLast = false): Promise<{ status: number; text: string }[]> {
  const socket = await open(url);
  let received = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
  if (isLast) socket.end(packet);
  else socket.write(packet);
  await new Promise((resolve) => socket.once("close", resolve));
  return received.split(/(?=HTTP\/1\.1 )/).map((text) => ({ status: Number(text.slice(9, 12)), text }));
}

describe("requests that come in one packet", () => {
  const seed = fleet({}, {});

  test.each([
    ["bytes that are no request", "\u0001\u0002 garbage\r\n\r\n", 400],
    ["a request that breaks off in its body", `POST ${path} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
    ["a tunnel", "CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n", 404],
  ])("are answered before %s is refused", async (_, end, status) => {
    await withEmulator({ seed }, async (running) => {
      const answers = await answersTo(running.url, post + get + end);
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, status]);
      expect(answers[0]!.text).toContain('{"results":[{"result":"success"');
      expect(answers[1]!.text).toContain('"status":"RESTARTING"');
    });
  });

  test("are answered also if the answer is slow, before any later input", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action" }, do: { delay_ms: 40 } }]);
      const socket = await open(running.url);
      let received = "";
      socket.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
      socket.write(`${post}garbage\r\n\r\n`);
      while (running.emulator.journal().length === 0) await new Promise((resolve) => setImmediate(resolve));
      socket.write("more garbage\r\n\r\n");
      await new Promise((resolve) => socket.once("close", resolve));
      expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
    });
  });

  test("are answered also when the client sends no more after them", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action" }, do: { delay_ms: 40 } }]);
      expect((await answersTo(running.url, post, true)).map(({ status }) => status)).toEqual([200]);
      const [answer] = await answersTo(running.url, `${post}garbage\r\n\r\n`, true);
      expect(answer!.text).toContain("DMS.00400026");
    });
  });

  test("are cut off by a rule together with the requests behind them", async () => {
    await withEmulator({ seed }, async (running) => {
      running.emulator.setFaults([{ on: { operation: "action" }, do: { drop: "after" } }]);
      const [nothing] = await answersTo(running.url, `${post}garbage\r\n\r\n`);
      expect(nothing!.text).toBe("");
      expect(await listedStatuses(running)).toMatchObject({ [id]: "RESTARTING" });
    });
  });

  test("and whose answers were never sent have shown nothing", async () => {
    await withEmulator({ seed, speed: 1e9 }, async (running) => {
      await act(running, "restart", [id]);
      running.emulator.advance(1_000);
      running.emulator.setFaults([{ on: { operation: "list" }, do: { drop: "before" } }]);
      const list = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
      await answersTo(running.url, list + get);
      running.emulator.setFaults([]);
      expect(await listedStatuses(running)).toMatchObject({ [id]: "RESTARTING" });
    });
  });
});

test("a connection may be idle for a minute", async () => {
  await withEmulator({}, async ({ url }) => {
    expect((await fetch(`${url}${path}`)).headers.get("keep-alive")).toBe("timeout=60");
  });
});

describe("a tunnel", () => {
  test("that is reset does not end the emulator", async () => {
    await withEmulator({}, async (running) => {
      running.emulator.setFaults([{ on: { operation: "get" }, do: { delay_ms: 30 } }]);
      const socket = await open(running.url);
      socket.write(`${get}CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      while (running.emulator.journal().length === 0) await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
      await new Promise((resolve) => socket.once("close", resolve));
      expect((await running.call("GET", "/_emulator/health")).status).toBe(200);
    });
  });

  test("that is held open does not keep the emulator from closing", async () => {
    await withEmulator({}, async (running) => {
      const socket = await open(running.url);
      const refused = new Promise((resolve) => socket.once("data", resolve));
      socket.write("CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await refused;
      await running.emulator.close();
      socket.destroy();
    });
  });
});
