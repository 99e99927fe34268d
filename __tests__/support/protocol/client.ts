import {
  connect,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from "node:http2";
import { connect as connectSocket, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** The end of a call. `messages` are the answers before that. */
export interface CallResult {
  readonly httpStatus: number;
  /** gRPC status; undefined when the stream ended without one. */
  readonly status: number | undefined;
  readonly statusMessage: string;
  readonly messages: readonly Buffer[];
  /** Whether the status came in the only headers. */
  readonly isTrailersOnly: boolean;
}

export interface Handshake {
  readonly coreVersion: string;
  readonly protocolVersion: string;
  readonly network: string;
  readonly address: string;
  readonly protocol: string;
  /** Unpadded base64. */
  readonly certificate: string | undefined;
}

export function parseHandshake(line: string): Handshake {
  const [coreVersion = "", protocolVersion = "", network = "", address = "", protocol = "", certificate] =
    line.split("|");
  return { coreVersion, protocolVersion, network, address, protocol, certificate };
}

export interface ClientCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** A gRPC client over one HTTP/2 connection, made for tests: it tells the bytes of the wire, and corrects nothing. */
export class ProtocolClient {
  readonly session: ClientHttp2Session;

  private constructor(session: ClientHttp2Session) {
    this.session = session;
    session.on("error", () => undefined);
  }

  /** Connects as Terraform does: TLS with the announced certificate where there is one, else clear text. Rejects when refused. */
  static async connect(handshake: Handshake, certificate?: ClientCertificate): Promise<ProtocolClient> {
    const socket = openSocket(handshake);
    const secured = handshake.certificate === undefined ? socket : secure(socket, handshake.certificate, certificate);
    const session = connect("http://localhost", {
      createConnection: () => secured,
      settings: { enablePush: false },
      maxSessionMemory: 1_000,
    });
    const client = new ProtocolClient(session);
    await new Promise<void>((resolve, reject) => {
      session.once("remoteSettings", () => resolve());
      session.once("close", () => reject(new Error("The server closed the connection.")));
    });
    return client;
  }

  /** One call with the given messages, each in a frame of its own. */
  async call(path: string, ...messages: readonly Uint8Array[]): Promise<CallResult> {
    const stream = this.open(path);
    stream.end(Buffer.concat(messages.map((message) => frame(message))));
    return collect(stream);
  }

  /** As `call`, and the one message of a call that ended with OK. */
  async unary(path: string, message: Uint8Array): Promise<Buffer> {
    const { status, statusMessage, messages } = await this.call(path, message);
    if (status !== 0 || messages.length !== 1) {
      throw new Error(`${path}: ${messages.length} messages, status ${String(status)} ${statusMessage}`);
    }
    return messages[0]!;
  }

  /** A stream to write to by hand. */
  open(path: string, headers: Readonly<Record<string, string>> = {}): ClientHttp2Stream {
    return this.session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
      ...headers,
    });
  }

  close(): void {
    this.session.destroy();
  }
}

/** The five bytes and the message. */
export function frame(message: Uint8Array, flag = 0): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(flag, 0);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

/** Everything a stream brings until it closes. */
export async function collect(stream: ClientHttp2Stream): Promise<CallResult> {
  const chunks: Buffer[] = [];
  let headers: Record<string, unknown> = {};
  let trailers: Record<string, unknown> = {};
  stream.on("response", (received) => (headers = received));
  stream.on("trailers", (received: IncomingHttpHeaders) => (trailers = received));
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.on("error", () => undefined);
  await new Promise((resolve: (value?: unknown) => void) => stream.once("close", resolve));
  const isTrailersOnly = "grpc-status" in headers;
  const last = isTrailersOnly ? headers : trailers;
  return {
    httpStatus: Number(headers[constants.HTTP2_HEADER_STATUS]),
    status: "grpc-status" in last ? Number(last["grpc-status"]) : undefined,
    statusMessage: decodeURIComponent(typeof last["grpc-message"] === "string" ? last["grpc-message"] : ""),
    messages: splitFrames(Buffer.concat(chunks)),
    isTrailersOnly,
  };
}

function splitFrames(bytes: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let position = 0; position < bytes.length;) {
    if (bytes.readUInt8(position) !== 0) throw new Error("The answer is compressed.");
    const end = position + 5 + bytes.readUInt32BE(position + 1);
    if (end > bytes.length) throw new Error("The answer ended within a message.");
    messages.push(bytes.subarray(position + 5, end));
    position = end;
  }
  return messages;
}

function openSocket({ network, address }: Handshake): Socket {
  if (network === "unix") return connectSocket(address);
  const [host = "", port = ""] = address.split(":");
  return connectSocket(Number(port), host);
}

function secure(socket: Socket, serverCertificate: string, client: ClientCertificate | undefined): Socket {
  const lines =
    Buffer.from(serverCertificate, "base64")
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return connectTls({
    socket,
    servername: "localhost",
    ca: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
    ...(client && { cert: client.certificatePem, key: client.privateKeyPem }),
    ALPNProtocols: ["h2"],
  });
}
