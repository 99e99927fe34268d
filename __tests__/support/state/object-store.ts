import { createServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createAuthority } from "../client/authority";

/** An object store that speaks like Amazon's over https, and keeps the bytes of a body as they come. */
export interface ObjectStore {
  readonly url: string;
  /** The authority of its certificate. */
  readonly certificatePem: string;
  /** Bodies by `bucket/key`. */
  readonly objects: Map<string, Buffer>;
  /** Whether a PUT with `If-None-Match: *` keeps an object that is there, as Amazon's store does. @default false */
  heedsConditions: boolean;
  close(): Promise<void>;
}

export async function startObjectStore(): Promise<ObjectStore> {
  const authority = createAuthority();
  const { certificatePem: cert, privateKeyPem: key } = authority.issue("localhost");
  const objects = new Map<string, Buffer>();
  const server = createServer({ cert, key }, (request, response) => void answer(request, response, store));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const store: ObjectStore = {
    heedsConditions: false,
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    certificatePem: authority.certificatePem,
    objects,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return store;
}

async function answer(request: IncomingMessage, response: ServerResponse, store: ObjectStore): Promise<void> {
  const { objects } = store;
  const { pathname, searchParams } = new URL(request.url ?? "/", "https://localhost");
  const name = decodeURIComponent(pathname.slice(1));
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if (searchParams.has("list-type")) return void response.end(noWorkspaces(name));
  if (
    request.method === "PUT" &&
    store.heedsConditions &&
    request.headers["if-none-match"] === "*" &&
    objects.has(name)
  )
    return void response.writeHead(412).end("<Error><Code>PreconditionFailed</Code></Error>");
  if (request.method === "PUT") objects.set(name, Buffer.concat(parts));
  if (request.method === "DELETE") objects.delete(name);
  const body = objects.get(name);
  if (request.method === "GET" || request.method === "HEAD") {
    if (body === undefined) return void response.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
    return void response.writeHead(200, { "content-length": body.length }).end(body);
  }
  response.end();
}

function noWorkspaces(bucket: string): string {
  return `<ListBucketResult><Name>${bucket}</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>`;
}
