import type { CallFailure } from "../domain/call-failure";
import type { InstanceId } from "../domain/instance";
import { jsonOf } from "./answer-json";
import type { ListOptions } from "./dialect";
import { DmsError } from "./dms-error";
import { decodeErrorBody } from "./error-body";
import { isServiceCode, meaningOf } from "./error-codes";
import type { HttpAnswer } from "./http-message";

/** The code for a path that the service does not know, documented with HTTP 404: it does not concern an instance. */
const unknownUrl = "DMS.00404001";

/**
 * Whether the answer to a single read proves that its instance does not exist. Pure.
 *
 * 1. A code that means "gone" is a proof with every 4xx.
 * 2. A 404 with any other code of the service is a proof, except flow control and an unknown URL: codes differ between engines and clouds,
 *    and an answer in the service's own words shows that the path is right.
 * 3. A 404 with an empty body is a proof if the list agrees: with `isUnlisted`, the last listing by this client (same endpoint and project)
 *    succeeded and did not show the instance. A wrong path cannot give two answers that agree.
 * 4. Any other answer is not a proof. Codes of the gateway (`APIG.…`), pages and empty bodies without such a listing come from proxies,
 *    wrong endpoints and wrong projects too.
 */
export function provesGone(answer: HttpAnswer, isUnlisted: boolean): boolean {
  const { status, body } = answer;
  const { errorCode } = decodeErrorBody(jsonOf(answer));
  const meaning = meaningOf(errorCode);
  if (meaning !== undefined) return meaning === "not-found" && status >= 400 && status <= 499;
  if (status !== 404) return false;
  return isServiceCode(errorCode) ? errorCode !== unknownUrl : isUnlisted && body.trim() === "";
}

/** The failure of a single read that did not prove its instance gone; after a 404 its text tells the reason. Pure. */
export function notProvenGone(failure: CallFailure): DmsError {
  const isUnproven = failure.status === 404 && !isServiceCode(failure.errorCode);
  return new DmsError({ ...failure, message: isUnproven ? `${failure.message} ${whyUnproven}` : failure.message });
}

const whyUnproven =
  "That does not prove that the instance is gone: the service says so in JSON with a DMS code, while a proxy, a wrong " +
  "endpoint, api_version or project answers like this, too.";

/** Memory of the last listing. */
interface ListMemory {
  /** Runs a listing, and remembers its instances if it covers the whole project or all of one engine. */
  during<T extends readonly { readonly id: InstanceId }[]>(options: ListOptions, list: () => Promise<T>): Promise<T>;
  /** Whether the last listing succeeded and did not show the instance. */
  lacks(id: InstanceId): boolean;
}

export function createListMemory(): ListMemory {
  let shown: ReadonlySet<InstanceId> | undefined;
  return {
    during: async (options, list) => {
      shown = undefined;
      const listed = await list();
      if (showsAll(options)) shown = new Set(listed.map(({ id }) => id.toLowerCase()));
      return listed;
    },
    lacks: (id) => shown !== undefined && !shown.has(id.toLowerCase()),
  };
}

function showsAll({ name, status, enterpriseProjectId, includeFailed = true }: ListOptions): boolean {
  return includeFailed && [name, status, enterpriseProjectId].every((filter) => filter === undefined || filter === "");
}
