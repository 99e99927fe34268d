import { describeSetting } from "./config/config-problem";
import { assertNever } from "../domain/assert-never";
import type { CallFailure } from "../domain/call-failure";
import { pageOf } from "../domain/pages";

/** What to do about a call that failed, in full sentences. Pure. */
export function adviceOn({ code }: Pick<CallFailure, "code">): string {
  switch (code) {
    case "unreachable":
      return (
        `Check the address, which comes from ${describeSetting("endpoint")} or ${describeSetting("region")}; that the service is up; and that ` +
        "this machine reaches it, by the right proxy if there is one (environment HTTPS_PROXY, HTTP_PROXY, NO_PROXY), and trusts its certificate (ca_file). " +
        `See ${pageOf("behindAProxy")}.`
      );
    case "lost":
      return "Check the network on the way to the service, raise request_timeout if it is only slow, and try again.";
    case "interrupted":
      return "Start again when it may go on to its end.";
    case "unauthenticated":
      return (
        "Check that the credentials are right, have not expired, and are those of this cloud and project. They come from " +
        `${describeSetting("token")}; else from ${describeSetting("accessKey")} and ${describeSetting("secretKey")}; else from ${describeSetting("userName")} and ${describeSetting("password")}; ` +
        `each also from an entry of clouds.yaml, ${describeSetting("cloud")}.`
      );
    case "forbidden":
      return "Check that whoever the credentials belong to may do this in the project: its permissions for the service are given in IAM.";
    case "not-found":
      return "Check the id, the project and the region.";
    case "busy":
      return "Try again when nothing else is changing the instance.";
    case "throttled":
      return "Try again later, with fewer runs at a time or a longer poll_interval.";
    case "invalid":
      return "Check the ids of the instances and the project.";
    case "server-error":
      return "Try again later; if it stays so, ask who runs the service, with the request id if there is one.";
    case "unexpected-answer":
      return `Check that ${describeSetting("endpoint")} or ${describeSetting("region")} leads to the service itself, and that no proxy answers in its place. See ${pageOf("behindAProxy")}.`;
    default:
      return assertNever(code);
  }
}
