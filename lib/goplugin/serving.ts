import type { Http2Server } from "node:http2";
import { attachGrpc, type GrpcServer } from "./grpc-server";
import type { GrpcService } from "./grpc-service";
import { listen, type Address } from "./listen";
import type { Log } from "./log";
import { createPluginServices } from "./plugin-services";

export interface Serving {
  readonly address: Address;
  readonly grpc: GrpcServer;
  /** Waits up to `graceMs` for unary calls in hand, then drops every connection and removes the socket. */
  readonly close: (graceMs: number) => Promise<void>;
}

export interface ServingOptions {
  /** Called at the first request. */
  readonly services: () => readonly GrpcService[];
  readonly folders: readonly string[];
  readonly onShutdown: () => void;
  readonly log: Log;
}

/** Listens, and answers go-plugin's own services beside the given ones. */
export async function startServing(server: Http2Server, options: ServingOptions): Promise<Serving> {
  const services = (): readonly GrpcService[] => [...createPluginServices(options.onShutdown), ...options.services()];
  const grpc = attachGrpc(server, services, options.log);
  const { address, cleanUp } = await listen(server, options.folders);
  const close = async (graceMs: number): Promise<void> => {
    server.close();
    await grpc.drain(graceMs);
    grpc.disconnect();
    cleanUp();
  };
  return { address, grpc, close };
}
