import { answer, type ApiAnswer, type ApiRequest, foreignType } from "./api-call";
import { InvalidInput } from "./invalid-input";
import type { JournalPart } from "./journal/journal";
import { decodeJson, isJsonObject, type JsonObject, type JsonText, type JsonValue } from "./json-value";
import type { Refusal } from "./refusal";

/** The operations of the control API on an emulator. */
export interface Controls {
  journalText(part: JournalPart): JsonText;
  /** A text that changes when the journal is cleared. */
  journalVersion(): string;
  /** Number of read calls that the journal has dropped. */
  dropped(): number;
  clearJournal(): void;
  /** A text that changes with every change of the store, time included. */
  fleetVersion(): string;
  /** The store in seed format or in short, of one project or, if that is empty, of all. */
  instancesText(projectId: string, as: "seed" | "brief"): JsonText;
  /** Replaces the store. Throws `InvalidInput`. Returns the number of instances. */
  replaceInstances(seed: unknown): number;
  /** The rules in force as written, each with `fired`. */
  faults(): readonly JsonObject[];
  /** Replaces the rules. Throws `InvalidInput`. Returns their number. */
  setFaults(rules: unknown): number;
  /** Moves a manual clock on; `undefined` for a real clock. Returns the new time in milliseconds. */
  advance(ms: number): number | undefined;
  reset(): void;
}

const controlRoot = "/_emulator";

/** True for paths that are never a call of the service. Pure. */
export function isControlPath(path: string): boolean {
  return path === controlRoot || path.startsWith(`${controlRoot}/`);
}

type Handler = (controls: Controls, request: ApiRequest) => ApiAnswer;

const handlers: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  health: { GET: () => answer(200, { status: "ok" }) },
  journal: {
    GET: (controls, request) => ({
      ...answer(200, controls.journalText(readPart(new URLSearchParams(request.rawQuery)))),
      headers: { "x-dropped": String(controls.dropped()), "x-journal": controls.journalVersion() },
    }),
    DELETE: (controls) => {
      controls.clearJournal();
      return answer(200, { status: "ok" });
    },
  },
  instances: {
    GET: (controls, request) => {
      const query = new URLSearchParams(request.rawQuery);
      const as = readBrief(query) ? "brief" : "seed";
      const headers = { ETag: `"${controls.fleetVersion()}"` };
      if (request.headers["if-none-match"] === headers.ETag) return { ...answer(304), headers };
      return { ...answer(200, controls.instancesText(query.get("project_id") ?? "", as)), headers };
    },
    PUT: (controls, request) => answer(200, { instances: controls.replaceInstances(readBody(request)) }),
  },
  faults: {
    GET: (controls) => answer(200, controls.faults()),
    PUT: (controls, request) => answer(200, { rules: controls.setFaults(readBody(request)) }),
  },
  clock: { POST: advanceClock },
  reset: {
    POST: (controls) => {
      controls.reset();
      return answer(200, { status: "ok" });
    },
  },
};

/**
 * Answers one call of the control API. Never authenticated, never in the journal. Errors are `{"error": text}`, also the
 * transport's `refusal` of the request.
 */
export function serveControl(controls: Controls, request: ApiRequest, refusal?: Refusal): ApiAnswer {
  if (refusal !== undefined) return answer(refusal.status, { error: refusal.message });
  const name = request.path.slice(controlRoot.length + 1);
  const methods = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (methods === undefined) {
    const known = Object.keys(handlers).join(", ");
    return answer(404, { error: `The control API has ${known} below ${controlRoot}/; there is no "${name}".` });
  }
  // A HEAD, as some health checks send it, is answered like the GET; node:http leaves the body out.
  const method = request.method === "HEAD" ? "GET" : request.method;
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (handler === undefined) {
    const allowed = Object.keys(methods).join(", ");
    return { ...answer(405, { error: `${name} takes ${allowed}.` }), headers: { Allow: allowed } };
  }
  const type = method === "GET" ? undefined : foreignType(request.headers);
  if (type !== undefined) {
    return answer(415, {
      error: `The control API takes bodies with Content-Type: application/json; this one came as ${type}.`,
    });
  }
  try {
    return handler(controls, request);
  } catch (thrown) {
    if (thrown instanceof InvalidInput) return answer(400, { error: thrown.message });
    throw thrown;
  }
}

function advanceClock(controls: Controls, request: ApiRequest): ApiAnswer {
  const body = readBody(request);
  const ms = isJsonObject(body) ? body.advance_ms : undefined;
  if (typeof ms !== "number" || !Number.isSafeInteger(ms) || ms < 0) {
    throw new InvalidInput("advance_ms", "must be a whole number of milliseconds, 0 or more");
  }
  const nowMs = controls.advance(ms);
  if (nowMs === undefined) {
    return answer(409, { error: "The clock is not manual. To move it, start the emulator with --clock manual." });
  }
  return answer(200, { now: new Date(nowMs).toISOString() });
}

function readBody(request: ApiRequest): JsonValue {
  const value = decodeJson(request.body);
  if (value === undefined) throw new InvalidInput("The body", "is not JSON");
  return value;
}

function readPart(query: URLSearchParams): JournalPart {
  return {
    since: readNumber(query, "since", 0),
    last: readNumber(query, "last", Number.MAX_SAFE_INTEGER),
    isBrief: readBrief(query),
  };
}

function readNumber(query: URLSearchParams, name: string, absent: number): number {
  const text = query.get(name);
  if (text === null) return absent;
  if (!/^\d{1,15}$/.test(text)) throw new InvalidInput(name, "must be a whole number");
  return Number(text);
}

function readBrief(query: URLSearchParams): boolean {
  const text = query.get("brief") ?? "false";
  if (text !== "true" && text !== "false") throw new InvalidInput("brief", "must be true or false");
  return text === "true";
}
