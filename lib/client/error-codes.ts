import type { CallFailureCode } from "../domain/call-failure";

/** The service's codes that outrank the HTTP status they come with. (OTC API reference, error codes; gateway error codes.) */
const meanings: ReadonlyMap<string, CallFailureCode> = new Map([
  ["DMS.00400026", "busy"],
  ["DMS.00400017", "busy"],
  // Huawei's own provider waits on this one as on DMS.00400026: an order for the instance is being worked on.
  ["CBC.99003651", "busy"],
  ["APIG.0308", "throttled"],
  ["APIGW.0308", "throttled"],
  // Documented with HTTP 404, and yet it says nothing about an instance.
  ["DMS.10240407", "throttled"],
  // DMS.00404022 comes with 404; a 400 with this code was seen in sister services. The other one says the same in the
  // numbers of RabbitMQ's pages.
  ["DMS.00404022", "not-found"],
  ["DMS.111400022", "not-found"],
]);

/** What a code means whatever status it comes with; `undefined` where the status says it. Pure. */
export function meaningOf(errorCode: string | undefined): CallFailureCode | undefined {
  return errorCode === undefined ? undefined : meanings.get(errorCode);
}

/** Whether the service itself says this, not the gateway before it (`APIG.…`) or Keystone. Pure. */
export function isServiceCode(errorCode: string | undefined): boolean {
  return errorCode !== undefined && /^DMS\.\d+$/.test(errorCode);
}
