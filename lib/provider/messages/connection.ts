import type { CallFailure } from "../../domain/call-failure";
import { pageOf } from "../../domain/texts/pages";
import type { Diagnostic } from "../../framework/values/diagnostic";
import { adviceOn } from "../../client/advice";
import type { LongWait } from "../../client/retries/long-waits";
import { describeDuration } from "../../domain/duration";
import { error, warning } from "./sentence";

interface Problem {
  readonly attributes: readonly string[];
  readonly message: string;
}

export function invalidConfiguration(problems: readonly Problem[]): Diagnostic {
  return error(
    "Invalid Provider Configuration",
    problems.map(({ message }) => message).join("\n"),
    pathOf(problems[0]?.attributes[0]),
  );
}

export function exposedCredentials({ attributes: [attribute], message }: Problem): Diagnostic {
  return warning("Credentials Are Sent Without Encryption", message, pathOf(attribute));
}

/** The path of an attribute; `assume_role.agency_name` is in a block. */
function pathOf(attribute: string | undefined): readonly string[] | undefined {
  return attribute?.split(".");
}

export function authoritiesNotRead({ message }: Problem): Diagnostic {
  return warning("Certificate Authorities Not Read", `${message} See ${pageOf("behindAProxy")}.`);
}

/** One warning for all of them, because they come from one shell. */
export function settingsNotRead(problems: readonly Problem[]): Diagnostic {
  return warning("Settings Of Other Tools Are Not Read", problems.map(({ message }) => message).join("\n"));
}

/** The warning about a long wait outside a run; empty without one. The results of a run would show the wait. */
export function longWait(wait: LongWait | undefined): readonly Diagnostic[] {
  if (wait === undefined) return [];
  const { host, kind, waitedMs, words } = wait;
  const waited = describeDuration(Math.ceil(waitedMs / 1_000) * 1_000);
  return [
    warning(
      `Reading Waited ${waited} For The Service`,
      `${host} asked for fewer calls (${words}, Retry-After), so ${kind} waited ${waited}. The reads came after that, unless an error says otherwise.\nThe limit is the gateway's; other programs of the account may share it. A command warns of its first such wait; later waits are in its log (TF_LOG=WARN).`,
    ),
  ];
}

export function insecureConnection(): Diagnostic {
  return warning(
    "TLS Certificates Are Not Checked",
    "insecure is true: an attacker on the network can read and change the calls, including the credentials. Use ca_file for a private CA.",
    ["insecure"],
  );
}

export function providerNotConfigured(): Diagnostic {
  return error(
    "Provider Configuration Not Known",
    "The provider's configuration is still unknown, so the service cannot be reached. First apply the resources that its values come from (-target). A data source can wait for them with depends_on.",
  );
}

export function serviceFailed(doing: string, failure: CallFailure): Diagnostic {
  return error("Service Call Failed", `While ${doing}: ${failure.message}\n${adviceOn(failure)}`);
}
