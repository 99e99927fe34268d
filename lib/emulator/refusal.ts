import type { JsonValue } from "./json-value";

/**
 * The service's own codes that the emulator answers with: HTTP status and text.
 * Source: OTC DMS API reference, appendix "Error Codes" (2026-04); DMS.40050010 is known from the Huawei Cloud provider
 * (2026-08), its HTTP status is Assumed.
 */
const dmsCodes = {
  "DMS.00400002": [400, "The project ID format is invalid."],
  "DMS.00400004": [400, "The request body is empty."],
  "DMS.00400005": [400, "The message body is not in JSON format or contains invalid characters."],
  "DMS.00400007": [400, "Unsupported type."],
  "DMS.00400017": [400, "A background task of the instance is running."],
  "DMS.00400026": [400, "This operation is not allowed due to the instance status."],
  "DMS.00400061": [400, "Invalid instance ID format."],
  "DMS.00400062": [400, "Invalid request parameter."],
  "DMS.00400064": [400, "The action parameter in the request must be delete or restart."],
  "DMS.00400065": [400, "The instances parameter in the request is empty."],
  "DMS.00400070": [400, "Invalid task ID format."],
  "DMS.00400082": [400, "Instance id is repeated."],
  "DMS.00400085": [400, "The message body contains invalid characters or is not in JSON format."],
  "DMS.00400099": [
    400,
    "The following instances in the Creating, Starting, Stopping, or Restarting state cannot be deleted.",
  ],
  "DMS.00400100": [400, "The instances array can contain a maximum of 50 instance IDs."],
  "DMS.40050010": [400, "The offset is invalid."],
  "DMS.10240104": [401, "The project ID and token do not match."],
  "DMS.00404001": [404, "The URL or endpoint does not exist."],
  "DMS.00404022": [404, "This DMS instance does not exist."],
  "DMS.00405001": [405, "This method is not allowed."],
  "DMS.00500000": [500, "Internal service error."],
} as const satisfies Record<string, readonly [number, string]>;

type DmsCode = keyof typeof dmsCodes;

/** The form of a refusal's body: the service's, the gateway's (with request_id), or Keystone's. */
type RefusalShape = "dms" | "gateway" | "keystone";

/** The refusal of a call. The checks throw it, and the service catches it at one place. */
export class Refusal extends Error {
  constructor(
    readonly shape: RefusalShape,
    readonly status: number,
    /** e.g. `DMS.00400064`; Keystone has the HTTP reason phrase here. */
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** The service refuses with one of its codes; `detail` follows the documented text. */
export function refuse(code: DmsCode, detail?: string, headers?: Readonly<Record<string, string>>): Refusal {
  const [status, text] = dmsCodes[code];
  return new Refusal("dms", status, code, detail === undefined ? text : `${text} ${detail}`, headers);
}

/** The gateway refuses before the service sees the call. Codes: OTC API Gateway user manual, "Error Codes" (2026-04). */
export function refuseAtGateway(status: number, code: `APIG.${string}`, message: string): Refusal {
  return new Refusal("gateway", status, code, message);
}

/** Keystone's titles are HTTP's reason phrases. */
const keystoneTitles = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Payload Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
} as const;

/** Keystone refuses. Shape: OTC IAM API reference, e.g. "Creating an Agency" (2026-04). */
export function refuseAtKeystone(status: 400 | 401 | 403 | 404 | 405, message: string): Refusal {
  return new Refusal("keystone", status, keystoneTitles[status], message);
}

/** Keystone's title of a status; `undefined` for one that no document lists. */
export function keystoneTitle(status: number): string | undefined {
  return (keystoneTitles as Readonly<Record<number, string>>)[status];
}

/** The documented text of one of the service's codes; `undefined` for another code. */
export function documentedText(code: string): string | undefined {
  return Object.hasOwn(dmsCodes, code) ? dmsCodes[code as DmsCode][1] : undefined;
}

/** The JSON body of a refusal. Pure. */
export function refusalBody(refusal: Refusal, requestId: string): JsonValue {
  switch (refusal.shape) {
    case "dms":
      return { error_code: refusal.code, error_msg: refusal.message };
    case "gateway":
      return { error_code: refusal.code, error_msg: refusal.message, request_id: requestId };
    case "keystone":
      return { error: { code: refusal.status, message: refusal.message, title: refusal.code } };
  }
}
