import { asObject, readText } from "./json-reader";
import type { CallFailureCode } from "../../domain/call-failure";

/** The fields of an error body in any documented shape. All are absent if the body is not JSON. Texts are the service's own. */
interface ErrorBody {
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly requestId: string | undefined;
}

/**
 * Reads the documented error shapes: `{error_code, error_msg}` (the service; the gateway adds `request_id`) and
 * `{error: {code, message, title}}` (Keystone). Pure; never throws.
 */
export function decodeErrorBody(json: unknown): ErrorBody {
  const object = asObject(json) ?? {};
  const keystone = asObject(object["error"]) ?? {};
  return {
    errorCode: readText(object, "error_code") ?? readText(keystone, "code"),
    errorMessage: readText(object, "error_msg") ?? readText(keystone, "message") ?? readText(keystone, "title"),
    requestId: readText(object, "request_id"),
  };
}

/** The service's codes that override the HTTP status of their answer. (OTC API reference, error codes; gateway error codes.) */
const meanings: ReadonlyMap<string, CallFailureCode> = new Map([
  ["DMS.00400026", "busy"],
  ["DMS.00400017", "busy"],
  // Huawei's own provider waits on this code as on DMS.00400026: an order for the instance is in progress.
  ["CBC.99003651", "busy"],
  ["APIG.0308", "throttled"],
  ["APIGW.0308", "throttled"],
  // The documents give it HTTP 404, but it does not concern an instance.
  ["DMS.10240407", "throttled"],
  // DMS.00404022 comes with 404; a 400 with this code was seen in sister services. The other code means the same in the numbers of
  // RabbitMQ's pages.
  ["DMS.00404022", "not-found"],
  ["DMS.111400022", "not-found"],
]);

/** The meaning of a code with any status; `undefined` if the status decides. Pure. */
export function meaningOf(errorCode: string | undefined): CallFailureCode | undefined {
  return errorCode === undefined ? undefined : meanings.get(errorCode);
}

/** Whether the code is the service's own, not the gateway's (`APIG.…`) or Keystone's. Pure. */
export function isServiceCode(errorCode: string | undefined): boolean {
  return errorCode !== undefined && /^DMS\.\d+$/.test(errorCode);
}
