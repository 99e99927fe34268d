import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
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
} from "../../../lib/goplugin/tls/der";

export interface Issued {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** A certificate authority that no machine trusts, such as a company's own. */
export interface Authority {
  readonly certificatePem: string;
  /** A certificate for these host names and IPv4 addresses, signed by the authority. */
  issue(...hosts: readonly string[]): Issued;
}

interface Subject {
  readonly name: string;
  readonly key: KeyObject;
  readonly extension: Buffer;
}

const dayMs = 86_400_000;
const algorithm = sequence(objectIdentifier("1.2.840.10045.4.3.2"));

/** Makes an authority with a key of its own (ECDSA P-256, SHA-256). */
export function createAuthority(name = "Self-made CA"): Authority {
  const { publicKey, privateKey } = newKeys();
  const isAuthority = extensionOf("2.5.29.19", sequence(der(0x01, Buffer.from([0xff]))));
  return {
    certificatePem: certify({ name, key: publicKey, extension: isAuthority }, name, privateKey),
    issue: (...hosts) => {
      const keys = newKeys();
      const names = sequence(...hosts.map(alternativeName));
      const subject = { name: hosts[0] ?? "", key: keys.publicKey, extension: extensionOf("2.5.29.17", names) };
      return {
        certificatePem: certify(subject, name, privateKey),
        privateKeyPem: keys.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
      };
    },
  };
}

function alternativeName(host: string): Buffer {
  return isIP(host) === 4 ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host, "ascii"));
}

function newKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

function certify(subject: Subject, issuer: string, issuerKey: KeyObject): string {
  const now = Date.now();
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    algorithm,
    distinguished(issuer),
    sequence(time(new Date(now - dayMs)), time(new Date(now + dayMs))),
    distinguished(subject.name),
    subject.key.export({ format: "der", type: "spki" }),
    explicit(3, sequence(subject.extension)),
  );
  const certificate = sequence(toBeSigned, algorithm, bitString(sign("sha256", toBeSigned, issuerKey)));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function distinguished(name: string): Buffer {
  return sequence(setOf(sequence(objectIdentifier("2.5.4.3"), utf8String(name))));
}

function extensionOf(identifier: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(identifier), octetString(value));
}
