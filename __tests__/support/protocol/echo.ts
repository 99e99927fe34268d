import type { GrpcService, ServiceLoader } from "../../../lib/goplugin/grpc/service";
import { createPlainServer } from "../../../lib/goplugin/grpc/http2-server";
import { socketFolders } from "../../../lib/goplugin/listen";
import { startServing, type Serving } from "../../../lib/goplugin/serving";
import { parseHandshake, ProtocolClient } from "./client";

export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
export const texts = (messages: readonly Uint8Array[]): readonly string[] =>
  messages.map((one) => Buffer.from(one).toString());

/** The observations of the echo service. */
export interface Seen {
  readonly signals: AbortSignal[];
  readonly begun: (() => void)[];
  /** Messages taken from a method that always has another one. */
  flooded: number;
}

/** A service that gives back its input, with one method for each way to fail. */
export function echoService(seen: Seen): GrpcService {
  return {
    name: "test.Echo",
    methods: {
      Once: { kind: "unary", handle: (request) => Promise.resolve(request) },
      Throw: { kind: "unary", handle: () => Promise.reject(new Error("line one\nümlaut 100%")) },
      ThrowLong: { kind: "unary", handle: () => Promise.reject(new Error("ä".repeat(100_000))) },
      ThrowText: {
        kind: "unary",
        handle: () => {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- libraries do
          throw "no error object";
        },
      },
      Hang: {
        kind: "unary",
        handle: (_request, { signal }) => {
          seen.signals.push(signal);
          seen.begun.forEach((begun) => begun());
          return new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => reject(new Error("cancelled")));
          });
        },
      },
      Late: {
        kind: "unary",
        handle: (request) => new Promise((resolve) => setTimeout(() => resolve(request), 30)),
      },
      Each: {
        kind: "stream",
        async *handle(requests) {
          for await (const request of requests) yield request;
        },
      },
      Flood: {
        kind: "stream",
        async *handle(requests) {
          for await (const request of requests) {
            for (; seen.flooded < 100; seen.flooded += 1) yield Buffer.alloc(1 << 20, request);
          }
        },
      },
      BreakLong: {
        kind: "stream",
        async *handle(requests) {
          for await (const request of requests) {
            yield request;
            throw new Error("ä".repeat(100_000));
          }
        },
      },
      Break: {
        kind: "stream",
        async *handle(requests) {
          for await (const request of requests) {
            yield request;
            throw new Error("broke after one");
          }
        },
      },
    },
  };
}

export interface Served {
  readonly serving: Serving;
  readonly client: ProtocolClient;
  readonly socketPath: string;
  /** Another connection to the same server. */
  readonly connect: () => Promise<ProtocolClient>;
  /** Closes the connections and then the server. */
  readonly close: () => Promise<void>;
}

/** Serves in clear text, in this process, and connects. */
export async function serve(services: ServiceLoader, atHand: readonly GrpcService[] = []): Promise<Served> {
  const log = (): void => undefined;
  const onShutdown = (): void => undefined;
  const options = { services, atHand, folders: socketFolders(undefined), onShutdown, log };
  const serving = await startServing(createPlainServer(log), options);
  const socketPath = serving.address.address;
  const clients: ProtocolClient[] = [];
  const connect = async (): Promise<ProtocolClient> => {
    const client = await ProtocolClient.connect(parseHandshake(`1|6|unix|${socketPath}|grpc`));
    clients.push(client);
    return client;
  };
  const close = async (): Promise<void> => {
    for (const client of clients) client.close();
    await serving.close(1_000);
  };
  return { serving, client: await connect(), socketPath, connect, close };
}
