import type { Http2Server } from "node:http2";
import { attachGrpc, type GrpcServer } from "./grpc/server";
import { type GrpcService, createMethodTable, type ServiceLoader } from "./grpc/service";
import { listen, type Address } from "./listen";
import type { Log } from "./log";
import { createPluginServices } from "./plugin-services";

/** A server that listens, until it is closed. */
export interface Serving {
  readonly address: Address;
  readonly grpc: GrpcServer;
  /** Begins to load the services. */
  readonly preload: () => void;
  /**
   * Waits up to `graceMs` for running unary calls and a moment for their answers to arrive, then drops every connection and removes the
   * socket.
   */
  readonly close: (graceMs: number) => Promise<void>;
}

interface ServingOptions {
  /** Called once: by `preload`, or at the first request for a method outside `atHand`. */
  readonly services: ServiceLoader;
  readonly atHand: readonly GrpcService[];
  readonly folders: readonly string[];
  readonly onShutdown: () => void;
  readonly log: Log;
}

/** Time for answers to arrive at a peer on the same machine; one that has stopped reading will not begin again. */
const arrivalMs = 250;

/** Listens, and answers go-plugin's own services beside the given ones. */
export async function startServing(server: Http2Server, options: ServingOptions): Promise<Serving> {
  const own = [...createPluginServices(options.onShutdown), ...options.atHand];
  const methods = createMethodTable(own, options.services);
  const grpc = attachGrpc(server, methods.find, options.log);
  const { address, cleanUp } = await listen(server, options.folders);
  const close = async (graceMs: number): Promise<void> => {
    server.close();
    await grpc.drain(graceMs);
    await grpc.flush(arrivalMs);
    grpc.disconnect();
    cleanUp();
  };
  return { address, grpc, preload: methods.preload, close };
}
