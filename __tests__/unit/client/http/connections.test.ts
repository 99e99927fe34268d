import { readFileSync, readdirSync } from "node:fs";
import { createServer as createTlsServer } from "node:https";
import net, { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import type { DmsClientConfig } from "../../../../lib/client/client-config";
import { createDmsClient, type DmsClient } from "../../../../lib/client/dms-client";
import { isCallFailure } from "../../../../lib/domain/call-failure";
import { createServerCertificate } from "../../../../lib/goplugin/tls/certificate";
import { randomRuns } from "../../../support/chaos/random-runs";
import { createAuthority } from "../../../support/client/authority";
import { startCannedServer } from "../../../support/client/canned-server";
import { clientConfig, forever, rejectionOf } from "../../../support/client/fixture-config";
import { startProxy, startTlsFront } from "../../../support/client/network";
import { startRawServer } from "../../../support/client/raw-server";

const ids = ["54602a9d-5e22-4239-9123-77e350df4a34"];
const accepted = JSON.stringify({ results: [{ instance: ids[0], result: "success" }] });
const act = (client: DmsClient) => client.act("restart", ids, { forceDelete: false }, forever);

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function clientOf(endpoint: string, changes: Partial<DmsClientConfig> = {}): DmsClient {
  const client = createDmsClient(clientConfig(endpoint, changes));
  closers.push(() => client.close());
  return client;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

describe("TLS", () => {
  const certificate = createServerCertificate(new Date());

  async function startTls(): Promise<{ url: string; bodies: string[] }> {
    const bodies: string[] = [];
    const server = createTlsServer(
      { cert: certificate.certificatePem, key: certificate.privateKeyPem },
      (request, response) => {
        request.on("data", (chunk: Buffer) => bodies.push(chunk.toString()));
        request.on("end", () => response.end(accepted));
      },
    );
    return { url: `https://localhost:${String(await listen(server))}`, bodies };
  }

  test("a certificate of an unknown authority ends the call before any request is sent", async () => {
    const { url, bodies } = await startTls();
    const failure = await rejectionOf(act(clientOf(url)));
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
    expect(String(failure)).toMatch(/self.signed/i);
    expect(bodies).toEqual([]);
  });

  test("ca_file vouches for it", async () => {
    const { url } = await startTls();
    expect((await act(clientOf(url, { caPem: certificate.certificatePem }))).items).toHaveLength(1);
  });

  test("ca_file vouches for no other host's certificate", async () => {
    const { url } = await startTls();
    const failure = await rejectionOf(
      act(clientOf(url.replace("localhost", "127.0.0.1"), { caPem: certificate.certificatePem })),
    );
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
  });

  test("an authority that is added is trusted beside the others", async () => {
    const { url } = await startTls();
    expect((await act(clientOf(url, { addedCaPem: certificate.certificatePem }))).items).toHaveLength(1);
  });

  test("insecure accepts any", async () => {
    const { url } = await startTls();
    expect((await act(clientOf(url, { insecure: true }))).items).toHaveLength(1);
  });
});

describe("a proxy", () => {
  const proxyTo = async (port: number, status?: number, manner?: Parameters<typeof startProxy>[2]) => {
    const proxy = await startProxy(port, status, manner);
    closers.push(() => proxy.close());
    return proxy;
  };
  const settings = (port: number, noProxy = "") => ({
    proxy: { httpProxy: `http://anna:hunter22@127.0.0.1:${String(port)}`, httpsProxy: "", noProxy },
  });

  test("may echo its password instead of the service's answer, and it is not shown", async () => {
    let seen: readonly (string | undefined)[] = [];
    const service = await startCannedServer(() => ({
      body: { instance_id: "i-1", name: `${String(seen[0])} by anna with hunter%32%32 or hunter22`, status: "RUNNING" },
    }));
    closers.push(() => service.close());
    const proxy = await proxyTo(Number(new URL(service.url).port));
    seen = proxy.authorizations;
    const { name } = (await clientOf("http://dms.example", settings(proxy.port)).get("i-1", forever)) ?? {};
    expect(proxy.authorizations).toHaveLength(1);
    expect(name).toBe("Basic ***== by anna with *** or ***");
  });

  test("is asked for the service's host, with its own credentials", async () => {
    const service = await startCannedServer(() => ({ body: accepted }));
    closers.push(() => service.close());
    const proxy = await proxyTo(Number(new URL(service.url).port));
    expect((await act(clientOf("http://dms.example:8443", settings(proxy.port)))).items).toHaveLength(1);
    expect(proxy.asked).toEqual(["http://dms.example:8443/v1.0/77b6a44cba5143ab91d13ab9a8ff44fd/instances/action"]);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from("anna:hunter22").toString("base64")}`]);
    expect(service.received[0]?.headers["proxy-authorization"]).toBeUndefined();
  });

  test("is not used for this machine", async () => {
    const service = await startCannedServer(() => ({ body: accepted }));
    closers.push(() => service.close());
    const proxy = await proxyTo(1);
    expect((await act(clientOf(service.url, settings(proxy.port)))).items).toHaveLength(1);
    expect(proxy.asked).toEqual([]);
  });

  test("is not asked for hosts of NO_PROXY", async () => {
    const proxy = await proxyTo(1);
    const failure = await rejectionOf(act(clientOf("http://dms.nowhere.invalid", settings(proxy.port, "x,.invalid"))));
    expect(failure).toMatchObject({ code: "unreachable" });
    expect(proxy.asked).toEqual([]);
  });

  test("that refuses leaves the call not sent, and its password is not shown", async () => {
    const proxy = await proxyTo(1, 407);
    const failure = await rejectionOf(act(clientOf("http://dms.example", settings(proxy.port))));
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
    expect(String(failure)).not.toContain("hunter22");
  });

  test.each([
    ["token", "token:"],
    [":pass", ":pass"],
    ["anna:p%23w", "anna:p#w"],
  ])("with %s in its URL gets it, as from curl", async (login, sent) => {
    const service = await startCannedServer(() => ({ body: accepted }));
    closers.push(() => service.close());
    const proxy = await proxyTo(Number(new URL(service.url).port));
    const httpProxy = `http://${login}@127.0.0.1:${String(proxy.port)}`;
    await act(clientOf("http://dms.example", { proxy: { httpProxy, httpsProxy: "", noProxy: "" } }));
    const authorization = `Basic ${Buffer.from(sent).toString("base64")}`;
    expect(proxy.authorizations).toEqual([authorization]);
    const httpsProxy = httpProxy;
    await rejectionOf(act(clientOf("https://dms.example", { proxy: { httpProxy: "", httpsProxy, noProxy: "" } })));
    expect(proxy.authorizations).toEqual([authorization, authorization]);
    expect(proxy.asked[1]).toBe("dms.example:443");
  });

  describe("that speaks TLS", () => {
    const authority = createAuthority();
    const through = (port: number, host = "localhost"): Partial<DmsClientConfig> => {
      const proxy = `https://${host}:${String(port)}`;
      return { proxy: { httpProxy: proxy, httpsProxy: proxy, noProxy: "" }, caPem: authority.certificatePem };
    };

    test.each([
      ["localhost", "localhost"],
      ["127.0.0.1", false],
    ])("gets an unencrypted request whole, and its own name in the handshake (%s)", async (host, serverName) => {
      const service = await startCannedServer(() => ({ body: accepted }));
      closers.push(() => service.close());
      const proxy = await proxyTo(Number(new URL(service.url).port), 200, { issued: authority.issue(host) });
      const client = clientOf("http://dms.example", through(proxy.port, host));
      expect((await act(client)).items).toHaveLength(1);
      expect(proxy.asked).toEqual(["http://dms.example/v1.0/77b6a44cba5143ab91d13ab9a8ff44fd/instances/action"]);
      expect(proxy.serverNames).toEqual([serverName]);
      expect(service.received[0]?.headers["host"]).toBe("dms.example");
    });

    test.each([200, 201])("tunnels to a service with TLS, and may answer %i", async (tunnelStatus) => {
      const service = await startCannedServer(() => ({ body: accepted }));
      const front = await startTlsFront(Number(new URL(service.url).port), authority.issue("dms.example"));
      closers.push(
        () => service.close(),
        () => front.close(),
      );
      const proxy = await proxyTo(front.port, 200, { issued: authority.issue("localhost"), tunnelStatus });
      expect((await act(clientOf("https://dms.example", through(proxy.port)))).items).toHaveLength(1);
      expect(proxy.asked).toEqual(["dms.example:443"]);
      expect(proxy.serverNames).toEqual(["localhost"]);
    });
  });

  test.each([
    ["http", 'Negotiate, NTLM realm="a, Basic b"', "the proxy accepts Negotiate, NTLM, and only Basic is supported"],
    ["https", "Negotiate", "the proxy accepts Negotiate, and only Basic is supported"],
    ["https", 'Negotiate, Basic realm="x"', "the proxy did not accept the user and the password of its URL"],
    ["http", undefined, "the proxy did not accept the user and the password of its URL"],
  ])("that wants another login is named with it, over %s: %s", async (scheme, challenge, text) => {
    const proxy = await proxyTo(1, 407, challenge === undefined ? {} : { challenge });
    const url = `http://anna:hunter22@127.0.0.1:${String(proxy.port)}`;
    const client = clientOf(`${scheme}://dms.example`, { proxy: { httpProxy: url, httpsProxy: url, noProxy: "" } });
    const failure = await rejectionOf(act(client));
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
    expect(String(failure)).toContain(`Proxy Authentication Required (407): ${text}`);
  });

  test("that gets no login and refuses is told apart from one that refuses the host", async () => {
    const refusal = async (status: number) => {
      const proxy = await proxyTo(1, status);
      const httpsProxy = `http://127.0.0.1:${String(proxy.port)}`;
      const client = clientOf("https://dms.example", { proxy: { httpProxy: "", httpsProxy, noProxy: "" } });
      return String(await rejectionOf(act(client)));
    };
    expect(await refusal(407)).toContain("(407): the proxy's URL has no user and no password");
    expect(await refusal(403)).toContain("the proxy refused the tunnel: HTTP 403");
  });
});

describe("a host with several addresses", () => {
  const nobody = async (): Promise<string> => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((closed) => server.close(closed));
    return `http://dms.localhost:${String(port)}`;
  };

  test("is named with each of them where none answers", async () => {
    const failure = await rejectionOf(act(clientOf(await nobody())));
    expect(failure).toMatchObject({ code: "unreachable", fate: "not-sent" });
    for (const address of ["127.0.0.1", "::1"]) expect(String(failure)).toContain(address);
  });

  test("has time for a far region at each of them: Node.js alone would give 250 ms", async () => {
    const connect = jest.spyOn(net, "connect");
    await rejectionOf(act(clientOf(await nobody())));
    const [options] = connect.mock.calls.map(([given]) => given as unknown);
    connect.mockRestore();
    expect(options).toMatchObject({ autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 2_500 });
  });
});

test("after any bytes of an answer, a call ends in a failure or in items that the service named", async () => {
  const status = fc.constantFrom("200", "204", "400", "404", "500", "099", "abc");
  const header = fc.constantFrom(
    "",
    "content-length: 5\r\n",
    "content-length: -1\r\n",
    "transfer-encoding: chunked\r\n",
    "content-encoding: gzip\r\n",
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
    fc
      .tuple(status, header, fc.constantFrom(accepted, "", "{", "null", "[]", "5\r\nhello\r\n"))
      .map(([code, line, body]) => Buffer.from(`HTTP/1.1 ${code} X\r\n${line}connection: close\r\n\r\n${body}`)),
  );
  let answer = Buffer.alloc(0);
  const server = await startRawServer({
    onData: (text, socket) => {
      if (text.includes("\r\n\r\n")) socket.end(answer);
    },
  });
  closers.push(() => server.close());
  const client = clientOf(server.url, { requestTimeoutMs: 20_000 });
  await fc.assert(
    fc.asyncProperty(bytes, async (given) => {
      answer = given;
      const before = server.connections.length;
      const outcome: unknown = await act(client).catch((thrown: unknown) => thrown);
      if (isCallFailure(outcome)) expect(["refused", "unknown"]).toContain(outcome.fate);
      else if (given.toString().includes(accepted)) expect(outcome).toHaveProperty("items");
      else expect(outcome).toMatchObject({ items: [] });
      expect(server.connections.length).toBe(before + 1);
      const read: unknown = await client.list(forever).catch((thrown: unknown) => thrown);
      expect(Array.isArray(read) || isCallFailure(read)).toBe(true);
    }),
    randomRuns(60),
  );
});

test("undici and yaml are loaded where they are needed, not at start", () => {
  const folder = join(__dirname, "../../../../lib/client");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(sources.length).toBeGreaterThan(20);
  for (const file of sources) {
    expect(readFileSync(join(folder, file), "utf8")).not.toMatch(/^import (?!type )[^;]* from "(undici|yaml)"/m);
  }
});
