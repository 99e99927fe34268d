import {
  createServer as createHttpServer,
  type IncomingMessage,
  request as sendRequest,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import type { Issued } from "./authority";

/** Something between a client and the service, on a free loopback port. */
export interface Between {
  readonly port: number;
  close(): Promise<void>;
}

/** Takes TLS off and passes the bytes on to `targetPort` of this machine, as a load balancer does. */
export async function startTlsFront(targetPort: number, { certificatePem, privateKeyPem }: Issued): Promise<Between> {
  const server = createTlsServer({ cert: certificatePem, key: privateKeyPem }, (socket) => join(socket, targetPort));
  // Clients that do not trust the certificate hang up in the middle of the handshake.
  server.on("tlsClientError", () => undefined);
  return listen(server);
}

export interface Proxy extends Between {
  /** `host:port` of each CONNECT, and the URL of each other request, in order. */
  readonly asked: readonly string[];
  /** Their Proxy-Authorization headers. */
  readonly authorizations: readonly (string | undefined)[];
  /** The names in the TLS handshakes with the proxy itself. */
  readonly serverNames: readonly (string | false | null)[];
}

interface ProxyManner {
  /** The Proxy-Authenticate header of a refusal. */
  readonly challenge?: string;
  /** The proxy speaks TLS with this certificate. */
  readonly issued?: Issued;
  /** The status of a tunnel. @default 200 */
  readonly tunnelStatus?: number;
}

/**
 * A proxy that tunnels every CONNECT and hands on every request, wherever it should go, to `targetPort` of this machine, or answers it with
 * `status`.
 */
export async function startProxy(targetPort: number, status = 200, manner: ProxyManner = {}): Promise<Proxy> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const serverNames: (string | false | null)[] = [];
  const { challenge, issued, tunnelStatus = 200 } = manner;
  const note = (request: IncomingMessage): void => {
    asked.push(request.url ?? "");
    authorizations.push(request.headers["proxy-authorization"]);
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    note(request);
    if (status === 200) handOn(request, response, targetPort);
    else response.writeHead(status, challenge === undefined ? {} : { "proxy-authenticate": challenge }).end();
  };
  const server =
    issued === undefined
      ? createHttpServer(answer)
      : createHttpsServer({ cert: issued.certificatePem, key: issued.privateKeyPem }, answer);
  server.on("secureConnection", (socket: TLSSocket) => serverNames.push(socket.servername));
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    note(request);
    if (status === 200) {
      socket.write(`HTTP/1.1 ${String(tunnelStatus)} Connection established\r\n\r\n`);
      join(socket, targetPort);
    } else {
      const line = challenge === undefined ? "" : `Proxy-Authenticate: ${challenge}\r\n`;
      socket.end(`HTTP/1.1 ${String(status)} No\r\n${line}\r\n`);
    }
  });
  return { ...(await listen(server)), asked, authorizations, serverNames };
}

function join(socket: Socket, targetPort: number): void {
  const upstream = connect(targetPort, "127.0.0.1");
  upstream.on("error", () => socket.destroy());
  socket.on("error", () => upstream.destroy());
  upstream.pipe(socket).pipe(upstream);
}

async function listen(server: Server): Promise<Between> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Asks this machine instead of the host that an absolute URL names. */
function handOn(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { pathname, search } = new URL(request.url ?? "");
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith("proxy-")));
  const further = sendRequest({ port, host: "127.0.0.1", method: request.method, path: pathname + search, headers });
  further.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  further.on("error", () => response.destroy());
  request.pipe(further);
}
