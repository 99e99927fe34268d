import type { GrpcService } from "../../../lib/goplugin/grpc-service";
import { createPlainServer } from "../../../lib/goplugin/http2-server";
import { socketFolders } from "../../../lib/goplugin/listen";
import type { Log } from "../../../lib/goplugin/log";
import type { ServiceLoader } from "../../../lib/goplugin/method-table";
import { startServing } from "../../../lib/goplugin/serving";

interface ReattachOptions {
  /** Called once, at the first request. */
  readonly services: ServiceLoader;
  /** @default none */
  readonly atHand?: readonly GrpcService[];
  readonly protocolVersion: number;
  /** What the host knows the plugin by, such as `registry/namespace/type`. */
  readonly name: string;
  readonly log: Log;
}

export interface Reattachable {
  /** JSON that a host needs to connect; for Terraform the value of TF_REATTACH_PROVIDERS. */
  readonly json: string;
  /** Waits up to `graceMs` for calls in hand, then drops every connection. */
  close(graceMs: number): Promise<void>;
}

/**
 * Serves from the process of the tests: in clear text, for any number of host processes one after another, until closed.
 * A host's Shutdown is answered and has no effect. Rejects when no socket can be had.
 */
export async function serveReattach(options: ReattachOptions): Promise<Reattachable> {
  const serving = await startServing(createPlainServer(options.log), {
    services: options.services,
    atHand: options.atHand ?? [],
    folders: socketFolders(undefined),
    onShutdown: () => undefined,
    log: options.log,
  });
  const { network, address } = serving.address;
  const reattach = {
    Protocol: "grpc",
    ProtocolVersion: options.protocolVersion,
    Pid: process.pid,
    // Without it the host ends the process after its first command.
    Test: true,
    Addr: { Network: network, String: address },
  };
  return { json: JSON.stringify({ [options.name]: reattach }), close: serving.close };
}
