import { createEmulator, type Emulator, type EmulatorOptions } from "../../../lib/emulator/emulator";

/** A listening emulator and the shortest way to call it. */
export interface RunningEmulator {
  readonly emulator: Emulator;
  readonly url: string;
  /** One request by plain fetch, without the product's client. */
  readonly call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answered>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON of the body; `undefined` when it is empty. */
  readonly body: unknown;
}

export const projectId = "77b6a44cba5143ab91d13ab9a8ff44fd";

/** A made-up instance id, the same for the same number. */
export function instanceId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** A seed with one project whose instances have ids 1, 2, 3 … */
export function fleet(...instances: readonly Record<string, unknown>[]): NonNullable<EmulatorOptions["seed"]> {
  const complete = instances.map((instance, index) => ({ instance_id: instanceId(index + 1), ...instance }));
  return { projects: { [projectId]: complete } };
}

/** Starts an emulator on a free port with a manual clock (unless told otherwise), for the length of `use`. */
export async function withEmulator(
  options: EmulatorOptions,
  use: (running: RunningEmulator) => Promise<void>,
): Promise<void> {
  const emulator = createEmulator({ clock: "manual", ...options });
  const { url } = await emulator.listen();
  try {
    await use({ emulator, url, call: (...request) => call(url, ...request) });
  } finally {
    await emulator.close();
  }
}

async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const sent =
    text === undefined ? { headers } : { headers: { "Content-Type": "application/json", ...headers }, body: text };
  const response = await fetch(url + path, { method, ...sent });
  const answered = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text: answered,
    body: answered === "" ? undefined : (JSON.parse(answered) as unknown),
  };
}

/** The `error_code` of an answer; the whole body when it has none, so that a failing test shows it. */
export function errorCode(answered: Answered): unknown {
  return (answered.body as { error_code?: unknown } | undefined)?.error_code ?? answered.body;
}

/** Status by instance id as one list call shows it. */
export async function listedStatuses(
  running: RunningEmulator,
  query = "",
  version = "v1.0",
): Promise<Record<string, string>> {
  const { body } = await running.call("GET", `/${version}/${projectId}/instances${query}`);
  const { instances } = body as { instances: { instance_id: string; status: string }[] };
  return Object.fromEntries(instances.map((instance) => [instance.instance_id, instance.status]));
}

/** One batch call. */
export function act(
  running: RunningEmulator,
  action: "restart" | "delete",
  ids: readonly string[],
  version = "v1.0",
): Promise<Answered> {
  return running.call("POST", `/${version}/${projectId}/instances/action`, { action, instances: ids });
}
