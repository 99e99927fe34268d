import type { Address } from "./listen";

/** The environment variables that are set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Distinguishes a plugin's host from a user who starts the program by hand. It is not a secret and protects nothing. */
export interface MagicCookie {
  readonly name: string;
  readonly value: string;
}

/** go-plugin's own protocol, not the plugin's. */
const coreProtocolVersion = 1;

/** Whether a plugin's host has started this process. Pure. */
export function hasCookie(env: Environment, cookie: MagicCookie): boolean {
  return env[cookie.name] === cookie.value;
}

/** The plugin protocol versions that the host speaks; empty if it does not say. */
export function hostVersions(env: Environment): readonly number[] {
  return (env["PLUGIN_PROTOCOL_VERSIONS"] ?? "")
    .split(",")
    .map((version) => version.trim())
    .filter((version) => version !== "")
    .map(Number);
}

/** The line that tells the host the address and the certificate of the server. */
export function handshakeLine(protocolVersion: number, address: Address, certificateDer: Buffer | undefined): string {
  const fields = [coreProtocolVersion, protocolVersion, address.network, address.address, "grpc"];
  // Go reads the field with RawStdEncoding: padding would be an error.
  if (certificateDer !== undefined) fields.push(certificateDer.toString("base64").replace(/=+$/, ""));
  return fields.join("|");
}

/** A failure as the one line that the host shows to its user instead of a handshake. */
export function failureLine(message: string): string {
  return message.replace(/\s*[\r\n]+\s*/g, " ");
}
