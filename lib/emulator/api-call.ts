import type { InstanceRecord } from "./fleet/instance-record";
import type { JsonText, JsonValue } from "./json-value";

/** A request as it came in, read to its end. */
export interface ApiRequest {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The emulator's address in this request, e.g. `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
}

/** An answer of the emulator. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined`: an empty body. */
  readonly body: JsonValue | JsonText | undefined;
  /** Instances, as they were read, whose change this answer is the first to show, if it arrives. */
  readonly shown: readonly InstanceRecord[];
}

/** An answer without headers of its own. Pure. */
export function answer(status: number, body?: JsonValue | JsonText, shown: readonly InstanceRecord[] = []): ApiAnswer {
  return { status, headers: {}, body, shown };
}
