import { describeSetting } from "./config/config-problem";
import { assertNever } from "../domain/assert-never";
import type { ActionRecord } from "../domain/action-record";
import { type CallFailureCode, type FailureKind, isOfAddress, type KeystoneCall } from "../domain/call-failure";
import { pageOf } from "../domain/texts/pages";

/** The service's own code for a token of another project than the one in the path. (OTC API reference, error codes.) */
const tokenOfAnotherProject = "DMS.10240104";

const endpoint = `${describeSetting("endpoint")} or ${describeSetting("region")}`;
const keystoneUrl = `${describeSetting("authUrl")} or ${describeSetting("region")}`;
const password = `${describeSetting("userName")} and ${describeSetting("password")}`;
const keys = `${describeSetting("accessKey")} and ${describeSetting("secretKey")}`;
const proxy = "by the right proxy if there is one (environment HTTPS_PROXY, HTTP_PROXY, NO_PROXY)";
const anotherAddress =
  "The gateway refuses calls from the address of this machine, with any credentials. Call from a network that it allows, or " +
  `${proxy}. An emulator answers so if it is called by a name that it was not given (--allow-host).`;
const setProjectId = `Give ${describeSetting("projectId")}: then no project is looked up by its name.`;

/** The advice for a failed call, in full sentences. The failed call may be one to Keystone. Pure. */
export function adviceOn(failure: FailureKind): string {
  const { code, errorCode, call } = failure;
  if (call !== undefined) {
    const advice = adviceOnKeystone(code, call);
    if (advice !== undefined) return advice;
  }
  if (errorCode === tokenOfAnotherProject) {
    return (
      "The token belongs to another project than this call; a token is valid for one project. Set the token's project, or give credentials that are " +
      `valid for several: ${password}, or ${keys}.`
    );
  }
  switch (code) {
    case "unreachable":
      return (
        `Check the address, which comes from ${endpoint}; that the service is up; and that this machine reaches it, ${proxy}, and ` +
        `trusts its certificate (ca_file). See ${pageOf("behindAProxy")}.`
      );
    case "lost":
      return "Check the network to the service. If it is only slow, raise request_timeout. Then try again.";
    case "interrupted":
      return "Run it again without an interrupt.";
    case "unauthenticated":
      return (
        "Check that the credentials are right, have not expired, and are those of this cloud and project. They come from " +
        `${describeSetting("token")}; else from ${keys}; else from ${password}; each also from an entry of clouds.yaml, ` +
        `${describeSetting("cloud")}.`
      );
    case "forbidden":
      if (isOfAddress(failure)) return anotherAddress;
      return "Check in IAM that the owner of the credentials has the permission for this in the project.";
    case "not-found":
      return "Check the id, the project and the region.";
    case "busy":
      return "Try again when no other operation changes the instance.";
    case "throttled":
      return "Try again later, with fewer runs at a time or a longer poll_interval.";
    case "invalid":
      return "Check the ids of the instances and the project.";
    case "server-error":
      return "Try again later. If the error stays, report it to the operator of the service, with the request id if there is one.";
    case "unexpected-answer":
      return (
        `Check that ${endpoint} leads to the service itself, and that no proxy answers instead of it. ` +
        `See ${pageOf("behindAProxy")}.`
      );
    default:
      return assertNever(code);
  }
}

/** The advice for the failed calls that ended a run before these actions, each once; empty without one. Pure. */
export function adviceOnEnds(records: readonly Pick<ActionRecord, "endedBy">[]): string {
  return [...new Set(records.flatMap(({ endedBy }) => (endedBy === undefined ? [] : [adviceOn(endedBy)])))].join(" ");
}

/** The advice for a call to Keystone; `undefined` if the general advice applies. Pure. */
function adviceOnKeystone(code: CallFailureCode, call: KeystoneCall): string | undefined {
  switch (code) {
    case "unreachable":
      return (
        `Check the address of Keystone, which comes from ${keystoneUrl}; that this machine reaches it, ${proxy}; and that it trusts ` +
        `its certificate (ca_file). See ${pageOf("behindAProxy")}.`
      );
    case "unexpected-answer":
      return call === "project"
        ? `${setProjectId} Or check that ${describeSetting("authUrl")} leads to Keystone, version 3.`
        : `Check that ${keystoneUrl} leads to Keystone, version 3, and that no proxy answers instead of it.`;
    case "unauthenticated":
    case "forbidden":
    case "not-found":
    case "invalid":
      return adviceOnRefusal(code, call);
    default:
      return undefined;
  }
}

/** The advice for a refused call to Keystone; `undefined` if the general advice applies. Pure. */
function adviceOnRefusal(code: CallFailureCode, call: KeystoneCall): string | undefined {
  switch (call) {
    case "project":
      // Keystone refuses unauthenticated callers for every call: no project id helps.
      return code === "unauthenticated" ? undefined : setProjectId;
    case "agency":
      return `Check ${describeSetting("agencyName")}, ${describeSetting("agencyDomainName")} and ${describeSetting("delegatedProject")}: the agency must exist, trust the account that logs in, and open the project; and the user needs the right to assume agencies (Agent Operator).`;
    case "login":
      return code === "unauthenticated" || code === "forbidden"
        ? `Check that the credentials are right and have not expired. A password comes from ${password}; an ID token from ` +
            `${describeSetting("idTokenFile")} or ${describeSetting("idToken")}, for the provider ${describeSetting("identityProviderId")}. ` +
            "Its issuer and its audience must be those of the identity provider in IAM."
        : `Check the user or ${describeSetting("identityProviderId")}, the domain and the project, which Keystone has to know.`;
    default:
      return assertNever(call);
  }
}
