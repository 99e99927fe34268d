import type { Address } from "./listen";

/** Environment variables, as far as they are set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Tells a plugin's host from a user who starts the program by hand. Not a secret, and no protection. */
export interface MagicCookie {
  readonly name: string;
  readonly value: string;
}

/** go-plugin's own protocol, not the plugin's. */
const CORE_PROTOCOL_VERSION = 1;

/** Whether a plugin's host has started this process. Pure. */
export function hasCookie(env: Environment, cookie: MagicCookie): boolean {
  return env[cookie.name] === cookie.value;
}

/** The plugin protocol versions that the host speaks; empty when it does not say. */
export function hostVersions(env: Environment): readonly number[] {
  return (env["PLUGIN_PROTOCOL_VERSIONS"] ?? "")
    .split(",")
    .map((version) => version.trim())
    .filter((version) => version !== "")
    .map(Number);
}

/** The line that tells the host where to connect, and which certificate it will meet there. */
export function handshakeLine(protocolVersion: number, address: Address, certificateDer: Buffer | undefined): string {
  const fields = [CORE_PROTOCOL_VERSION, protocolVersion, address.network, address.address, "grpc"];
  // Go reads it with RawStdEncoding: padding would be an error.
  if (certificateDer !== undefined) fields.push(certificateDer.toString("base64").replace(/=+$/, ""));
  return fields.join("|");
}

/** A failure as the one line that the host shows to its user in place of a handshake. */
export function failureLine(message: string): string {
  return message.replace(/\s*[\r\n]+\s*/g, " ");
}
