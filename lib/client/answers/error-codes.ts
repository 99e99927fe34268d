import type { CallFailureCode } from "../../domain/call-failure";

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
