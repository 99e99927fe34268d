import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attachGrpc } from "../../../lib/goplugin/grpc/server";
import { type GrpcService, createMethodTable, type ServiceLoader } from "../../../lib/goplugin/grpc/service";
import { createPlainServer } from "../../../lib/goplugin/grpc/http2-server";
import type { Log } from "../../../lib/goplugin/log";
import { createPluginServices } from "../../../lib/goplugin/plugin-services";

/** Stands for a process of the provider: Terraform makes a connection where it would start one. */
interface Connection {
  /** Aborted once the connection is closed. */
  readonly closed: AbortSignal;
  /** Closes it at once, as the death of a process would. */
  readonly cut: () => void;
}

interface ReattachOptions {
  /** Called once for each connection. */
  readonly services: (connection: Connection) => ReturnType<ServiceLoader>;
  /** @default none */
  readonly atHand?: readonly GrpcService[];
  readonly protocolVersion: number;
  /** The host's name for the plugin, such as `registry/namespace/type`. */
  readonly name: string;
  readonly log: Log;
}

export interface Reattachable {
  /** JSON that a host needs to connect; for Terraform the value of TF_REATTACH_PROVIDERS. */
  readonly json: string;
  readonly socketPath: string;
  /** Drops every connection. */
  readonly close: () => Promise<void>;
}

/**
 * Serves from the process of the tests: in clear text, for any number of host processes one after another, until closed.
 * A host's Shutdown is answered and has no effect. It can be reached when this returns.
 */
export function serveReattach({ services, atHand = [], protocolVersion, name, log }: ReattachOptions): Reattachable {
  // Short, because a socket's path may have 107 bytes.
  const folder = mkdtempSync(join(tmpdir(), "p-"));
  const socketPath = join(folder, "s");
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const closed = new AbortController();
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => {
      sockets.delete(socket);
      closed.abort();
    });
    // An HTTP/2 server of its own for each connection, as each process of the provider has one.
    const http2 = createPlainServer(log);
    const connection = { closed: closed.signal, cut: () => void socket.destroy() };
    const own = [...createPluginServices(() => undefined), ...atHand];
    attachGrpc(http2, createMethodTable(own, () => services(connection)).find, log);
    http2.emit("connection", socket);
  });
  server.listen(socketPath);
  const reattach = {
    Protocol: "grpc",
    ProtocolVersion: protocolVersion,
    Pid: process.pid,
    // Without it the host ends the process after its first command.
    Test: true,
    Addr: { Network: "unix", String: socketPath },
  };
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    rmSync(folder, { recursive: true, force: true });
  };
  return { json: JSON.stringify({ [name]: reattach }), socketPath, close };
}
