/** An instance's id as the service prints it, usually a lower-case UUID. Unique over all projects. */
export type InstanceId = string;

/** The same for each spelling of an id, for look-ups by id: no document says that ids differ by case. Pure. */
export function idKey(id: InstanceId): string {
  return id.toLowerCase();
}

export type Engine = "kafka" | "rabbitmq" | "rocketmq";

/** The engine behind the service's word for it; `reliability` is RocketMQ's alias. `undefined` for other words. */
export function parseEngine(word: string): Engine | undefined {
  const lower = word.toLowerCase();
  if (lower === "reliability") return "rocketmq";
  return lower === "kafka" || lower === "rabbitmq" || lower === "rocketmq" ? lower : undefined;
}

/** The two verbs of `POST …/instances/action`. */
export type Action = "restart" | "delete";

/** An instance as the service last described it. `status` is the service's word, kept as spelled; undocumented words are possible. */
export interface Instance {
  readonly id: InstanceId;
  readonly name: string;
  /** As the service spells it; `reliability` is RocketMQ's alias. */
  readonly engine: string;
  readonly engineVersion: string;
  readonly status: string;
  /** RFC 3339, or empty when the service did not say. */
  readonly createdAt: string;
  /** Id of its enterprise project ("0": the default one); absent when the service did not say. */
  readonly enterpriseProjectId?: string;
  /** In the service's order; absent when there are none. */
  readonly tags?: readonly InstanceTag[];
  /** HH:mm:ss, in a time zone that no document names; absent when the service did not say. */
  readonly maintainBegin?: string;
  readonly maintainEnd?: string;
}

interface InstanceTag {
  readonly key: string;
  readonly value: string;
}

/** The service's answer for one instance of a batch: `success` means accepted, not done. */
export interface BatchItem {
  readonly id: InstanceId;
  readonly result: "success" | "failed";
}

/** The answer to one batch call. */
export interface BatchAnswer {
  /** In the service's order; ids that were asked for may be missing. Empty after a 204. */
  readonly items: readonly BatchItem[];
  /** The service's id of this request, when it sent one. */
  readonly requestId: string | undefined;
  /**
   * Time of the answer by the service's own clock, to the second, in milliseconds since the epoch; absent if the answer does not have it.
   */
  readonly answeredAtMs?: number;
}

/**
 * Most instance ids one batch call may carry; the service refuses more with DMS.00400100. (OTC API reference, error codes, read 2026-04.)
 */
export const maxIdsPerBatch = 50;

/** Sorts by name, then by id, as plain text. */
export function byNameAndId(
  a: { readonly name: string; readonly id: string },
  b: { readonly name: string; readonly id: string },
): number {
  const [left, right] = [`${a.name}\n${a.id}`, `${b.name}\n${b.id}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
