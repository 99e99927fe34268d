import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface FrontRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FrontAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Stands between the provider and the service: answers itself, or changes the answer of `forward`. */
export type Intercept = (request: FrontRequest, forward: () => Promise<FrontAnswer>) => Promise<FrontAnswer>;

/** A server in front of another one, as a proxy or a gateway is. */
export interface Front {
  readonly url: string;
  /** The requests that reached it, in order. */
  readonly requests: readonly FrontRequest[];
  close(): Promise<void>;
}

export async function startFront(target: string, intercept: Intercept): Promise<Front> {
  const requests: FrontRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await readWhole(incoming);
      requests.push(request);
      const answer = await intercept(request, () => pass(target, request));
      outgoing.writeHead(answer.status, { "content-type": answer.contentType });
      outgoing.end(answer.body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readWhole(incoming: IncomingMessage): Promise<FrontRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(parts).toString(),
  };
}

async function pass(target: string, { method, path, headers, body }: FrontRequest): Promise<FrontAnswer> {
  const kept = Object.entries(headers).filter(([name]) => !["host", "connection", "content-length"].includes(name));
  const answer = await fetch(target + path, { method, headers: kept, ...(body === "" ? {} : { body }) });
  return {
    status: answer.status,
    contentType: answer.headers.get("content-type") ?? "",
    body: await answer.text(),
  };
}
