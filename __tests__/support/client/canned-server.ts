import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** The canned answer to one request. */
export interface CannedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, all else as JSON; absent: an empty body. */
  readonly body?: unknown;
}

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as received. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface CannedServer {
  readonly url: string;
  readonly received: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** An HTTP server on a free loopback port that answers with the result of `answer` and keeps every request it got. */
export async function startCannedServer(
  answer: (request: ReceivedRequest, index: number) => CannedAnswer | Promise<CannedAnswer>,
): Promise<CannedServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const seen = { method, path: url, headers, body: Buffer.concat(chunks).toString("utf8") };
      received.push(seen);
      void Promise.resolve(answer(seen, received.length - 1)).then((canned) => {
        const { status = 200, headers: answerHeaders = {}, body } = canned;
        response.writeHead(status, { "content-type": "application/json", ...answerHeaders });
        response.end(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
