import { once } from "node:events";
import type { Http2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { createServerCertificate } from "../../../../lib/goplugin/tls/certificate";
import { createPinnedServer } from "../../../../lib/goplugin/grpc/http2-server";

const ours = createServerCertificate(new Date());
const theirs = createServerCertificate(new Date());

let server: Http2Server;
let sessions: number;
let refusals: string[];

beforeEach(async () => {
  sessions = 0;
  refusals = [];
  server = createPinnedServer(ours, theirs.certificatePem, (_level, message) => refusals.push(message));
  server.on("session", (session) => {
    sessions += 1;
    session.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => server.close());

/** A TLS connection that has sent HTTP/2's first bytes, up to where the server closes or answers it. */
async function attempt(options: ConnectionOptions): Promise<"answered" | "closed"> {
  const { port } = server.address() as AddressInfo;
  const socket: TLSSocket = connect({
    port,
    host: "127.0.0.1",
    servername: "localhost",
    ca: ours.certificatePem,
    ...options,
  });
  socket.on("error", () => undefined);
  const preface = Buffer.concat([
    Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    Buffer.from("000000040000000000", "hex"),
  ]);
  socket.once("secureConnect", () => socket.write(preface));
  const answer = await new Promise<"answered" | "closed">((resolve) => {
    socket.once("data", () => resolve("answered"));
    socket.once("close", () => resolve("closed"));
  });
  socket.destroy();
  return answer;
}

const holding = ({ certificatePem, privateKeyPem }: typeof theirs): ConnectionOptions => ({
  cert: certificatePem,
  key: privateKeyPem,
  ALPNProtocols: ["h2"],
});

describe("a server with one client", () => {
  test("serves the holder of that client's certificate", async () => {
    expect(await attempt(holding(theirs))).toBe("answered");
    expect(sessions).toBe(1);
    expect(refusals).toEqual([]);
  });

  test.each([
    ["holds none", { ALPNProtocols: ["h2"] }],
    ["holds another", holding(createServerCertificate(new Date()))],
    ["holds the server's own", holding(ours)],
  ])("closes on a client that %s, before any HTTP/2", async (_case, options) => {
    expect(await attempt(options)).toBe("closed");
    expect(sessions).toBe(0);
    expect(refusals).toEqual(["refused a client that does not hold the expected certificate"]);
  });

  test("does not take another protocol than h2", async () => {
    expect(await attempt({ ...holding(theirs), ALPNProtocols: ["http/1.1"] })).toBe("closed");
    expect(sessions).toBe(0);
  });

  test("does not start without a certificate to expect", () => {
    expect(() => createPinnedServer(ours, "none", () => undefined)).toThrow();
  });
});
