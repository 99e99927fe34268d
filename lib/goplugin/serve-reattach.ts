import { reattachJson } from "./handshake";
import { createPlainServer } from "./http2-server";
import { socketFolders } from "./listen";
import type { Log } from "./log";
import type { ServiceLoader } from "./method-table";
import { startServing } from "./serving";

export interface ReattachOptions {
  /** Called once, at the first request. */
  readonly services: ServiceLoader;
  readonly protocolVersion: number;
  /** What the host knows the plugin by, such as `registry/namespace/type`. */
  readonly name: string;
  /** Of this process. */
  readonly pid: number;
  readonly log: Log;
}

export interface Reattachable {
  /** JSON that a host needs to connect; for Terraform the value of TF_REATTACH_PROVIDERS. */
  readonly json: string;
  /** Waits up to `graceMs` for calls in hand, then drops every connection. */
  close(graceMs: number): Promise<void>;
}

/**
 * Serves for debugging and tests: in clear text, for any number of host processes one after another, until closed.
 * A host's Shutdown is answered and has no effect. Rejects when no socket can be had.
 */
export async function serveReattach(options: ReattachOptions): Promise<Reattachable> {
  const serving = await startServing(createPlainServer(options.log), {
    services: options.services,
    folders: socketFolders(undefined),
    onShutdown: () => undefined,
    log: options.log,
  });
  return {
    json: reattachJson(options.name, options.protocolVersion, options.pid, serving.address),
    close: serving.close,
  };
}
