import { X509Certificate } from "node:crypto";
import { createSecureServer, createServer, type Http2Server, type ServerOptions } from "node:http2";
import type { ServerCertificate } from "../tls/certificate";
import type { Log } from "../log";

const serverOptions: ServerOptions = {
  // The limit is in megabytes per session, and one session carries all that the host sends at once; the default of 10 fails with a few
  // large states.
  maxSessionMemory: 4096,
};

/** HTTP/2 in clear text, for a host that did not ask for TLS. */
export function createPlainServer(log: Log): Http2Server {
  const server = createServer(serverOptions);
  return logErrors(server, log);
}

/**
 * HTTP/2 over TLS that serves exactly one client: the holder of `clientCertificatePem`. TLS itself proves that the peer
 * has the key of its certificate; this function compares the certificate byte for byte. A `ca` option would be as strict, but makes Node
 * parse its own root certificates first, which costs more than all the rest.
 *
 * Throws if the text is not PEM.
 */
export function createPinnedServer(
  certificate: ServerCertificate,
  clientCertificatePem: string,
  log: Log,
): Http2Server {
  const expected = new X509Certificate(clientCertificatePem).raw;
  const server = createSecureServer({
    ...serverOptions,
    cert: certificate.certificatePem,
    key: certificate.privateKeyPem,
    ca: [],
    requestCert: true,
    rejectUnauthorized: false,
    ALPNProtocols: ["h2"],
  });
  // The check runs between TLS and HTTP/2, whose own listeners would begin a session on any socket, even a destroyed one.
  const beginSession = server.listeners("secureConnection");
  server.removeAllListeners("secureConnection");
  server.on("secureConnection", (socket: PeerSocket) => {
    if (socket.getPeerX509Certificate()?.raw.equals(expected) === true) {
      for (const begin of beginSession) begin.call(server, socket);
      return;
    }
    log("warn", "refused a client that does not hold the expected certificate");
    socket.destroy();
  });
  server.on("tlsClientError", (error: Error) => log("debug", "TLS handshake failed", { error: error.message }));
  return logErrors(server, log);
}

/** The used part of a TLS socket. */
interface PeerSocket {
  getPeerX509Certificate(): X509Certificate | undefined;
  destroy(): void;
}

function logErrors<S extends Http2Server>(server: S, log: Log): S {
  server.on("error", (error: Error) => log("error", "server failed", { error: error.message }));
  return server;
}
