import { asObject, readText } from "./json-reader";

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
