import {
  createServer as createHttpServer,
  type IncomingMessage,
  request as sendRequest,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
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
}

/**
 * A proxy that tunnels every CONNECT and hands on every request, wherever it should go, to `targetPort` of this machine, or answers it with
 * `status`.
 */
export async function startProxy(targetPort: number, status = 200): Promise<Proxy> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createHttpServer((request, response) => {
    asked.push(request.url ?? "");
    authorizations.push(request.headers["proxy-authorization"]);
    if (status === 200) handOn(request, response, targetPort);
    else response.writeHead(status).end();
  });
  server.on("connect", (request, socket: Socket) => {
    asked.push(request.url ?? "");
    authorizations.push(request.headers["proxy-authorization"]);
    if (status === 200) {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      join(socket, targetPort);
    } else {
      socket.end(`HTTP/1.1 ${String(status)} No\r\n\r\n`);
    }
  });
  return { ...(await listen(server)), asked, authorizations };
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

/** Asks this machine in the place of the host that an absolute URL names. */
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
