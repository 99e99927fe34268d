import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { createDmsClient, type DmsClient } from "../../../lib/client/dms-client";
import { clientConfig, forever, rejectionOf } from "../../support/client/fixture-config";
import { keys } from "../../support/client/emulated-cloud";

const list = JSON.stringify({ instances: [], instance_num: 0 });

describe("an answer that a middlebox has compressed", () => {
  let server: Server;
  let client: DmsClient;
  let answer: { readonly status: number; readonly encoding: string; readonly body: Buffer | string };
  const asked: Record<string, unknown>[] = [];

  beforeEach(async () => {
    server = createServer(({ headers }, response) => {
      asked.push(headers);
      response.writeHead(answer.status, { "content-encoding": answer.encoding, "content-type": "application/json" });
      response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    client = createDmsClient(clientConfig(`http://127.0.0.1:${String(port)}`, { credentials: keys("access") }));
  });
  afterEach(async () => {
    await client.close();
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([
    ["gzip", gzipSync(list)],
    ["deflate", deflateSync(list)],
    ["br", brotliCompressSync(list)],
    ["gzip, br", brotliCompressSync(gzipSync(list))],
  ])("in %s is named in the error", async (encoding, body) => {
    answer = { status: 200, encoding, body };
    const failure = await rejectionOf(client.list(forever));
    expect(failure).toMatchObject({ code: "unexpected-answer", status: 200 });
    expect(String(failure)).toContain(
      `answered HTTP 200 with a body in content-encoding ${encoding}, though none was requested; expected a list of instances.`,
    );
  });

  test("keeps the meaning of its status, and proves nothing else", async () => {
    answer = { status: 404, encoding: "gzip", body: gzipSync("") };
    const failure = await rejectionOf(client.get("i-1", forever));
    expect(failure).toMatchObject({ code: "unexpected-answer", fate: "refused", status: 404 });
    answer = { status: 200, encoding: "gzip", body: gzipSync("") };
    expect(await rejectionOf(client.purgeFailed("kafka", forever))).toMatchObject({ fate: "unknown" });
    answer = { status: 503, encoding: "gzip", body: gzipSync("{}") };
    expect(await rejectionOf(client.list(forever))).toMatchObject({ code: "server-error", status: 503 });
  });

  test("is requested uncompressed, outside of the signature", async () => {
    answer = { status: 200, encoding: "identity", body: list };
    expect(await client.list(forever)).toEqual([]);
    const { authorization, ...headers } = asked.at(-1) ?? {};
    expect(headers["accept-encoding"]).toBe("identity");
    expect(authorization).not.toContain("accept-encoding");
  });

  test("is read if only its header says so", async () => {
    answer = { status: 200, encoding: "gzip", body: list };
    expect(await client.list(forever)).toEqual([]);
  });

  test("with an invalid name is not quoted", async () => {
    answer = { status: 502, encoding: 'x; "SK-permanent-canary"', body: "?" };
    const failure = String(await rejectionOf(client.list(forever)));
    expect(failure).toContain("content-encoding of no known name");
    expect(failure).not.toContain("canary");
  });
});
