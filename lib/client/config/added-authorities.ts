import { type Environment, pathVariableOf } from "../../domain/environment";
import { shownValue } from "../../domain/texts/shown-value";
import { type ConfigProblem, environmentProblem } from "./config-problem";
import { type Certificates, certificatesIn, readCertificates } from "./certificate-files";
import type { FilePort } from "./clouds-file";

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
