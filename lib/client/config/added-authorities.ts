import { type Environment, variableOf } from "../../domain/environment";
import { shownValue } from "../../domain/texts/shown-value";
import { type ConfigProblem, environmentProblem } from "./config-problem";
import type { FilePort } from "./clouds-file";

/**
 * Variables that name a file of certificate authorities: Node.js's own, the name under which the provider's launcher passes it on, and the
 * one that tools in Go read.
 */
const variables = ["NODE_EXTRA_CA_CERTS", "DMS_NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"] as const;

export interface AddedAuthorities {
  /** PEM text; empty: none. */
  readonly pem: string;
  /** Files that are missing or hold no certificate. */
  readonly unread: readonly ConfigProblem[];
}

/** The authorities that the environment adds to those of Node.js, for every command of this package. Reads files through the port. */
export function addedAuthorities(environment: Environment, files: FilePort): AddedAuthorities {
  const pems: string[] = [];
  const unread: ConfigProblem[] = [];
  for (const variable of variables) {
    const path = variableOf(environment, variable);
    if (path === undefined) continue;
    const pem = files.readFile(path);
    const objection = objectToCertificates(pem);
    if (pem !== undefined && objection === undefined) pems.push(pem);
    else {
      const name = variable.replace(/^DMS_/, "");
      unread.push(
        environmentProblem([name], `${shownValue(path)} ${objection ?? ""}, so no authority of it is trusted.`),
      );
    }
  }
  return { pem: [...new Set(pems)].join("\n"), unread };
}

/** The objection to a text of certificate authorities, as the end of a sentence; `undefined` if it can be used. Pure. */
export function objectToCertificates(pem: string | undefined): string | undefined {
  if (pem === undefined) return "cannot be read";
  return pem.includes("-----BEGIN CERTIFICATE-----") ? undefined : "holds no certificate in PEM form";
}
