import type { IConstruct } from "constructs";
import { isWrittenAndExposed } from "../checks/connection";
import { isOpen } from "../checks/tokens";
import type { DmsProvider } from "../l1/dms-provider";
import { warnAtSynth } from "./warnings";

// These are warnings, not errors: an emulator's password is not secret, and its connection need not be private.

/** Warns of secrets that synthesis would write to the stack and of connections that others could read. */
export function warnOfConnection(provider: DmsProvider): void {
  warnOfPlainSecrets(provider);
  warnOfUnverifiedConnection(provider);
  warnOfUnencryptedEndpoint(provider, provider);
}

const secretVariables = {
  secretKey: "OS_SECRET_KEY",
  securityToken: "OS_SECURITY_TOKEN",
  token: "OS_TOKEN",
  password: "OS_PASSWORD",
} as const;

const secretProps = Object.keys(secretVariables) as readonly (keyof typeof secretVariables)[];

function warnOfPlainSecrets(provider: DmsProvider): void {
  warnAtSynth(provider, "dms:secret-in-plain-text", () => {
    const plain = secretProps.filter((prop) => !isOpen(provider[prop]));
    if (plain.length === 0) return undefined;
    const variables = plain.map((prop) => secretVariables[prop]).join(", ");
    return (
      `${plain.join(", ")} will stand in plain text in the synthesized stack. Leave it out and set ${variables} where Terraform ` +
      "runs, or pass the value of a sensitive TerraformVariable."
    );
  });
}

function warnOfUnverifiedConnection(provider: DmsProvider): void {
  warnAtSynth(provider, "dms:unverified-connection", () => {
    if (provider.insecure !== true) return undefined;
    return (
      "insecure is true: any server that answers for the service is trusted, and gets the credentials. Set caFile to the CA of a " +
      "private endpoint instead."
    );
  });
}

/** The same for any construct that names the URL to which credentials go. */
export function warnOfUnencryptedEndpoint(
  construct: IConstruct,
  urls: { readonly endpoint?: string | undefined; readonly authUrl?: string | undefined },
): void {
  warnAtSynth(construct, "dms:unencrypted-endpoint", () => {
    const open = (["endpoint", "authUrl"] as const).filter((prop) => isWrittenAndExposed(urls[prop]));
    if (open.length === 0) return undefined;
    return `${open.join(" and ")} will be called without encryption, and receive credentials. Use https.`;
  });
}
