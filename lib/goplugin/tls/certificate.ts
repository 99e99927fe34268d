import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import {
  bitString,
  der,
  explicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  time,
  utf8String,
} from "./der";

/** A key and a certificate for it, made for one process. */
export interface ServerCertificate {
  /** The certificate itself, in the form of the handshake line. */
  readonly der: Buffer;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

const hourMs = 3_600_000;
/** A process lives as long as one Terraform command. The dates are checked only at the connection. */
const validForMs = 30 * 24 * hourMs;

const ecdsaWithSha256 = "1.2.840.10045.4.3.2";
const commonName = "2.5.4.3";
const subjectAltName = "2.5.29.17";
const hostName = "localhost";

/**
 * Makes a P-256 key and a self-signed X.509 v3 certificate for `localhost`, valid from an hour before `now` for 30 days.
 * Node's crypto can parse certificates but not issue them, hence the DER (RFC 5280 §4.1). Takes some milliseconds.
 */
export function createServerCertificate(now: Date): ServerCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(objectIdentifier(ecdsaWithSha256));
  const name = sequence(setOf(sequence(objectIdentifier(commonName), utf8String(hostName))));
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    algorithm,
    name,
    sequence(time(new Date(now.getTime() - hourMs)), time(new Date(now.getTime() + validForMs))),
    name,
    publicKey.export({ format: "der", type: "spki" }),
    explicit(3, sequence(sequence(objectIdentifier(subjectAltName), octetString(dnsName(hostName))))),
  );
  const certificate = sequence(toBeSigned, algorithm, bitString(sign("sha256", toBeSigned, privateKey)));
  return {
    der: certificate,
    certificatePem: pem("CERTIFICATE", certificate),
    privateKeyPem: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

/** A serial number, positive and at most 20 bytes (RFC 5280 §4.1.2.2). */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

/** GeneralNames with one dNSName, which is `[2] IA5String`. */
function dnsName(host: string): Buffer {
  return sequence(der(0x82, Buffer.from(host, "ascii")));
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
