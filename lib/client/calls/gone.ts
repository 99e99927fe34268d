import type { CallFailure } from "../../domain/call-failure";
import { idKey, type Instance, type InstanceId, parseEngine } from "../../domain/instance";
import { jsonOf } from "../answers/json-reader";
import type { ListOptions } from "./dialect";
import { DmsError } from "../dms-error";
import { decodeErrorBody, isServiceCode, meaningOf } from "../answers/error-body";
import type { HttpAnswer } from "../http/http-message";

/** The code for a path that the service does not know, documented with HTTP 404: it does not concern an instance. */
const unknownUrl = "DMS.00404001";

/**
 * Whether the answer to a single read proves that its instance does not exist. Pure.
 *
 * 1. A code that is known to say so does, with any 4xx.
 * 2. A 404 with any other code of the service does, but for flow control and an unknown URL: codes differ between engines and
 *    clouds, and the service has found its way to the instances when it answers in its own words.
 * 3. A 404 with an empty body does where the list says the same: `isUnlisted`, the last listing by this client, so of the same
 *    endpoint and project, succeeded and did not show the instance (`createListMemory`). Two answers that agree are more than a wrong path can give.
 * 4. Nothing else does. Codes of the gateway (`APIG.…`), pages and empty bodies without such a listing come from proxies, wrong
 *    endpoints and wrong projects too.
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
  "That does not prove that the instance is gone. The service says so in JSON with a DMS code. This answer can also come from a proxy, or from a wrong endpoint, api_version or project.";

/** The last listings: of the whole project, and of each engine. */
interface ListMemory {
  /** Runs a listing. Remembers the instances it showed if it was of the whole project, or of all of one engine. */
  during<T extends readonly Listed[]>(options: ListOptions, list: () => Promise<T>): Promise<T>;
  /**
   * Whether the last listing that would show the instance has succeeded and did not. If several listings run at once, the one that began
   * last counts once it has ended, and until then what ended before it; one that is filtered says nothing. A listing of an engine is about
   * instances that were seen to be of that engine.
   */
  lacks(id: InstanceId): boolean;
}

type Listed = Pick<Instance, "id"> & Partial<Pick<Instance, "engine">>;

interface Ended {
  /** When it began among all listings. */
  readonly order: number;
  /** Keys of what it showed; `undefined` if it failed. */
  readonly shown: ReadonlySet<string> | undefined;
}

const wholeProject = "";

export function createListMemory(): ListMemory {
  const engines = new Map<string, string>();
  const ended = new Map<string, Ended>();
  let begun = 0;
  const remember = (scope: string, end: Ended): void => {
    if ((ended.get(scope)?.order ?? 0) < end.order) ended.set(scope, end);
  };
  const lastOf = (id: InstanceId): Ended | undefined => {
    const ends = [wholeProject, engines.get(idKey(id))].flatMap((scope) => ended.get(scope ?? wholeProject) ?? []);
    return ends.reduce<Ended | undefined>(
      (last, end) => (last === undefined || last.order < end.order ? end : last),
      undefined,
    );
  };
  return {
    during: async (options, list) => {
      if (!showsAll(options)) return list();
      const scope = options.engine ?? wholeProject;
      const order = (begun += 1);
      try {
        const listed = await list();
        for (const { id, engine } of listed) engines.set(idKey(id), parseEngine(engine ?? "") ?? wholeProject);
        remember(scope, { order, shown: new Set(listed.map(({ id }) => idKey(id))) });
        return listed;
      } catch (thrown) {
        remember(scope, { order, shown: undefined });
        throw thrown;
      }
    },
    lacks: (id) => lastOf(id)?.shown?.has(idKey(id)) === false,
  };
}

function showsAll({ name, status, enterpriseProjectId, includeFailed = true }: ListOptions): boolean {
  return includeFailed && [name, status, enterpriseProjectId].every((filter) => filter === undefined || filter === "");
}
