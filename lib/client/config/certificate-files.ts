import { X509Certificate } from "node:crypto";
import type { FilePort } from "./clouds-file";

/** The certificate authorities of a text. */
export interface Certificates {
  /** Those that can be decoded, in the form that OpenSSL reads; empty: none. */
  readonly pem: string;
  /** The end of a sentence; `undefined` if there is one at least. */
  readonly objection: string | undefined;
}

const read = new WeakMap<FilePort, Map<string, Certificates>>();

/**
 * Reads a file of certificate authorities, once for all connections of a process: the bundle of a system holds more than a hundred, which
 * are all decoded. Reads through the port.
 */
export function readCertificates(files: FilePort, path: string): Certificates {
  const known = read.get(files) ?? new Map<string, Certificates>();
  read.set(files, known);
  const found = known.get(path) ?? certificatesIn(files.readFile(path));
  known.set(path, found);
  return found;
}

/**
 * The certificates of a text; `undefined`: a file that cannot be read. OpenSSL ends at the first block that it cannot decode, and knows no
 * blanks before a line, no lines of any length, and no `\n` instead of a line end, as a variable of a CI system may have it. Pure.
 */
export function certificatesIn(text: string | undefined): Certificates {
  if (text === undefined) return { pem: "", objection: "cannot be read" };
  const blocks = [...text.matchAll(/-----BEGIN ((?:TRUSTED |X509 )?CERTIFICATE)-----([^]*?)-----END \1-----/g)];
  if (blocks.length === 0) return { pem: "", objection: "holds no certificate in PEM form" };
  const pem = blocks.map(([whole, , content = ""]) => decoded(whole) ?? decoded(bytesOf(content)) ?? "").join("");
  return { pem, objection: pem === "" ? "holds no certificate that can be decoded" : undefined };
}

function bytesOf(content: string): Buffer {
  return Buffer.from(content.replace(/\\r|\\n|\s/g, ""), "base64");
}

function decoded(certificate: string | Buffer): string | undefined {
  try {
    return new X509Certificate(certificate).toString();
  } catch {
    return undefined;
  }
}
