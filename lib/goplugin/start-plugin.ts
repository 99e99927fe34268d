import type { Http2Server } from "node:http2";
import { createServerCertificate } from "./tls/certificate";
import type { GrpcService, ServiceLoader } from "./grpc/service";
import { handshakeLine, hostVersions, type Environment } from "./handshake";
import { createPinnedServer, createPlainServer } from "./grpc/http2-server";
import { socketFolders } from "./listen";
import type { Log } from "./log";
import { startServing, type Serving } from "./serving";

interface StartOptions {
  readonly services: ServiceLoader;
  readonly atHand?: readonly GrpcService[];
  readonly protocolVersion: number;
  readonly env: Environment;
  readonly log: Log;
}

/** A plugin that listens before the host knows its address. */
export interface StartedPlugin {
  readonly serving: Serving;
  /** The line that the host waits for. */
  readonly handshake: string;
}

/** Carries out all steps before the handshake line. Rejects if the process cannot serve. */
export async function startPlugin(options: StartOptions, onShutdown: () => void): Promise<StartedPlugin> {
  const { env, protocolVersion, log } = options;
  refuseOtherVersions(env, protocolVersion);
  const { server, certificateDer } = createServer(env, log);
  const serving = await startServing(server, {
    services: options.services,
    atHand: options.atHand ?? [],
    folders: socketFolders(env["PLUGIN_UNIX_SOCKET_DIR"]),
    onShutdown,
    log,
  });
  return { serving, handshake: handshakeLine(protocolVersion, serving.address, certificateDer) };
}

/** Refuses a host with other versions. A host that does not send its versions reads ours from the handshake line. */
function refuseOtherVersions(env: Environment, protocolVersion: number): void {
  const offered = hostVersions(env);
  if (offered.length === 0 || offered.includes(protocolVersion)) return;
  throw new Error(
    `This provider speaks plugin protocol ${protocolVersion}, and this version of Terraform only ${offered.join(", ")}. ` +
      "Use a newer Terraform.",
  );
}

/** A server with TLS if the host has sent a certificate; without one the host uses clear text. */
function createServer(env: Environment, log: Log): { server: Http2Server; certificateDer?: Buffer } {
  const clientCertificate = env["PLUGIN_CLIENT_CERT"];
  if (clientCertificate === undefined || clientCertificate === "") return { server: createPlainServer(log) };
  const certificate = createServerCertificate(new Date());
  return { server: createPinnedServer(certificate, clientCertificate, log), certificateDer: certificate.der };
}
