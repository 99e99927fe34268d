import { type Environment, pathVariableOf } from "../../domain/environment";
import { shownValue } from "../../domain/texts/shown-value";
import { type ConfigProblem, environmentProblem } from "./config-problem";
import type { FilePort } from "./sources/clouds-file";
import { X509Certificate } from "node:crypto";

/**
 * Variables that name a file of certificate authorities: Node.js's own, the name under which the provider's launcher passes it on, and the
 * one that tools in Go read.
 */
const variables = ["NODE_EXTRA_CA_CERTS", "DMS_NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"] as const;

/** The variable that names folders of such files, separated by colons, as tools in Go and OpenSSL read it. */
const foldersVariable = "SSL_CERT_DIR";

interface AddedAuthorities {
  /** PEM text; empty: none. */
  readonly pem: string;
  /** The places of the text with their variables, for texts. */
  readonly from: readonly string[];
  /** Files and folders that are missing or hold no certificate. */
  readonly unread: readonly ConfigProblem[];
}

/** Nothing is added. */
export const noAuthorities: AddedAuthorities = { pem: "", from: [], unread: [] };

/** The authorities that the environment adds to those of Node.js, for every command of this package. Reads files through the port. */
export function addedAuthorities(environment: Environment, files: FilePort): AddedAuthorities {
  const places = [
    ...variables.flatMap((variable) => placesOf(environment, variable, (path) => [readCertificates(files, path)])),
    ...placesOf(environment, foldersVariable, (folder) => textsIn(folder, files)),
  ];
  const good = places.filter(({ objection }) => objection === undefined);
  return {
    pem: [...new Set(good.flatMap(({ pems }) => pems))].join("\n"),
    from: [...new Set(good.map(({ path, variable }) => `those of ${shownValue(path)} (from ${variable})`))],
    unread: places.flatMap(({ path, variable, objection }) =>
      objection === undefined
        ? []
        : environmentProblem([variable], `${shownValue(path)} ${objection}, so no authority from it is trusted.`),
    ),
  };
}

interface Place {
  readonly variable: string;
  readonly path: string;
  readonly pems: readonly string[];
  /** The end of a sentence; `undefined` if the place can be used. */
  readonly objection: string | undefined;
}

type Read = (path: string) => readonly Certificates[];

function placesOf(environment: Environment, variable: string, read: Read): readonly Place[] {
  const value = pathVariableOf(environment, variable);
  if (value === undefined) return [];
  const paths = variable === foldersVariable ? value.split(":").filter((path) => path !== "") : [value];
  return paths.map((path) => {
    const all = read(path);
    const pems = all.flatMap(({ pem, objection }) => (objection === undefined ? [pem] : []));
    const { objection } = all.find((each) => each.objection !== unreadable.objection) ?? unreadable;
    const shown = variable.replace(/^DMS_/, "");
    return { variable: shown, path, pems, objection: pems.length > 0 ? undefined : objection };
  });
}

const unreadable: Certificates = certificatesIn(undefined);
const withoutFile: Certificates = certificatesIn("");

/** The texts of a folder's files. A folder without a file holds no certificate. */
function textsIn(folder: string, files: FilePort): readonly Certificates[] {
  const names = files.readFolder?.(folder);
  if (names === undefined) return [unreadable];
  return names.length === 0 ? [withoutFile] : names.map((name) => readCertificates(files, `${folder}/${name}`));
}

/** The certificate authorities of a text. */
interface Certificates {
  /** Those that can be decoded, in the form that OpenSSL reads; empty: none. */
  readonly pem: string;
  /** The end of a sentence; `undefined` if there is one at least. */
  readonly objection: string | undefined;
}

const readBefore = new WeakMap<FilePort, Map<string, Certificates>>();

/**
 * Reads a file of certificate authorities, once for all connections of a process: the bundle of a system holds more than a hundred, which
 * are all decoded. A file without any is read again, as it may be on its way. Reads through the port.
 */
export function readCertificates(files: FilePort, path: string): Certificates {
  const known = readBefore.get(files) ?? new Map<string, Certificates>();
  readBefore.set(files, known);
  const found = known.get(path) ?? certificatesIn(files.readFile(path));
  if (found.objection === undefined) known.set(path, found);
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
