import { errorDiagnostic } from "../../../lib/framework/values/diagnostic";
import type { PrivateData } from "../../../lib/framework/resource";
import { defineSchema } from "../../../lib/framework/values/schema";
import type { ApplyChange, PlanAnswer, PlanChange, ProviderServer, StateAnswer } from "../../../lib/framework/server";
import { type ObjectValue, unknown } from "../../../lib/framework/values/value";

export const scribeType = "scribe_thing";

/** The words of `text` that decide how the provider answers; any other text is just kept. */
export type ScribeWord =
  /** A creation or an update fails, and answers the object as it is. */
  | "fails"
  /** A creation or an update fails, and answers no object. */
  | "fails empty"
  /** The process dies in a creation or an update. */
  | "dies"
  /** A creation or an update waits until the provider is asked to stop. */
  | "waits"
  /** A destruction fails. */
  | "fails to go"
  /** The process dies in a destruction. */
  | "dies going"
  /** A destruction waits until the provider is asked to stop. */
  | "waits going"
  /** A read finds the object gone. */
  | "vanishes"
  /** A plan is refused. */
  | "refuses";

const scribeSchema = defineSchema({
  version: 0,
  description: "A thing whose provider writes down how it is called.",
  attributes: {
    text: { type: "string", optional: true, description: "Any text, or a word that decides how an apply ends." },
    kind: { type: "string", optional: true, requiresReplace: true, description: "A change replaces the object." },
    id: { type: "string", computed: true, description: "The number of the object." },
  },
});

/** How a provider was called, over any number of processes. */
export interface Scribe {
  /** The provider in a new process. `die` ends the process at once. */
  readonly startProcess: (die: () => void) => ProviderServer;
  /** The lines since it was last asked. */
  readonly take: () => readonly string[];
  /** Resolves when the next apply of the word `waits` has begun. */
  readonly waiting: () => Promise<void>;
}

/**
 * A provider that writes down how it is called. It numbers the private data of its answers, and each line names what came
 * with the call: the lines show which answer travels where. Two hosts that call it alike get the same lines.
 *
 * Objects are numbered by the order of their creation; answers by their object, so that calls about different objects,
 * which Terraform makes side by side, do not change each other's lines.
 */
export function createScribe(): Scribe {
  const lines: string[] = [];
  let created = 0;
  const answers = new Map<string, number>();
  const begun: (() => void)[] = [];
  return {
    startProcess: (die) => {
      let isQuiet = true;
      return scribeServer({
        write: (line) => {
          if (isQuiet) lines.push("process");
          isQuiet = false;
          lines.push(`  ${line}`);
        },
        createId: () => `t${++created}`,
        answerFor: (object) => {
          const number = (answers.get(object) ?? 0) + 1;
          answers.set(object, number);
          return encode(`${object}.${number}`);
        },
        die,
        begin: () => begun.splice(0).forEach((resolve) => resolve()),
      });
    },
    take: () => lines.splice(0),
    waiting: () => new Promise((resolve) => void begun.push(resolve)),
  };
}

interface Process {
  readonly write: (line: string) => void;
  readonly createId: () => string;
  readonly answerFor: (object: string) => PrivateData;
  readonly die: () => void;
  readonly begin: () => void;
}

function scribeServer(process: Process): ProviderServer {
  const { write, answerFor } = process;
  const stopping = new AbortController();
  const settled = (line: string): Promise<readonly []> => {
    write(line);
    return Promise.resolve([]);
  };
  return {
    schemas: () => ({
      provider: { version: 0, description: "Scribe.", attributes: {} },
      resources: { [scribeType]: scribeSchema },
      dataSources: {},
      actions: {},
    }),
    validateProviderConfig: () => settled("validate provider"),
    configure: () => settled("configure"),
    validateResourceConfig: (_, config) => settled(`validate ${textOf(config)}`),
    validateDataResourceConfig: noDataSource,
    readDataSource: noDataSource,
    validateActionConfig: noAction,
    planAction: noAction,
    invokeAction: noAction,
    upgradeResourceState: (_type, _version, json) => {
      write(`upgrade ${nameOf(JSON.parse(new TextDecoder().decode(json)) as ObjectValue)}`);
      return Promise.resolve({ upgraded: { json }, diagnostics: [] });
    },
    readResource: (_, state, priv) => {
      const answer = answerFor(idOf(state));
      write(`read ${nameOf(state)} with ${show(priv)} => ${show(answer)}`);
      const found = textOf(state) === "vanishes" ? undefined : state;
      return Promise.resolve({ state: found, private: answer, diagnostics: [] });
    },
    planResourceChange: (_, change) => Promise.resolve(plan(process, change)),
    applyResourceChange: (_, change) => apply(process, change, stopping.signal),
    importResourceState: (_, id) => {
      const answer = answerFor(id);
      write(`import ${id} => ${show(answer)}`);
      const state = { text: "imported", kind: "x", id };
      return Promise.resolve({ imported: [{ state, private: answer }], diagnostics: [] });
    },
    stop: () => {
      write("stop");
      stopping.abort();
    },
  };
}

function plan({ write, answerFor }: Process, { prior, proposed, priorPrivate }: PlanChange): PlanAnswer {
  const answer = answerFor(prior === undefined ? "new" : idOf(prior));
  write(
    `plan ${nameOf(prior)} -> ${proposed === undefined ? "nothing" : textOf(proposed)} with ${show(priorPrivate)} => ${show(answer)}`,
  );
  const planned: ObjectValue | undefined = proposed && { ...proposed, id: prior?.["id"] ?? unknown };
  const isReplaced = prior !== undefined && proposed !== undefined && prior["kind"] !== proposed["kind"];
  return {
    planned,
    private: answer,
    requiresReplace: isReplaced ? [["kind"]] : [],
    diagnostics: proposed !== undefined && textOf(proposed) === "refuses" ? [told("Refused")] : [],
  };
}

async function apply(process: Process, change: ApplyChange, stop: AbortSignal): Promise<StateAnswer> {
  const { prior, planned, plannedPrivate } = change;
  const { write, answerFor, createId } = process;
  const object: ObjectValue | undefined = planned && { ...planned, id: prior === undefined ? createId() : idOf(prior) };
  const answer = answerFor(idOf(object ?? prior ?? {}));
  write(`apply ${nameOf(prior)} -> ${nameOf(object)} with ${show(plannedPrivate)} => ${show(answer)}`);
  const done: StateAnswer = { state: object, private: answer, diagnostics: [] };
  switch (planned === undefined ? destroyed(textOf(prior ?? {})) : textOf(planned)) {
    case "fails":
      return { ...done, state: object ?? prior, diagnostics: [told("Failed")] };
    case "fails empty":
      return { ...done, state: undefined, diagnostics: [told("Failed")] };
    case "dies":
      process.die();
      return new Promise(() => undefined);
    case "waits":
      process.begin();
      if (!stop.aborted) await new Promise((resolve) => stop.addEventListener("abort", resolve));
      return done;
    default:
      return done;
  }
}

/** How a destruction ends, in the words of other applies. */
function destroyed(text: string): ScribeWord | "" {
  const endings: Readonly<Record<string, ScribeWord>> = {
    "fails to go": "fails",
    "dies going": "dies",
    "waits going": "waits",
  };
  return endings[text] ?? "";
}

const told = (summary: string): ReturnType<typeof errorDiagnostic> => errorDiagnostic(summary, "It was told to.");

const encode = (text: string): PrivateData => new TextEncoder().encode(text);

function show(priv: PrivateData | undefined): string {
  return priv === undefined || priv.length === 0 ? "nothing" : `<${new TextDecoder().decode(priv)}>`;
}

function textOf({ text }: ObjectValue): string {
  return typeof text === "string" ? text : "";
}

function idOf({ id }: ObjectValue): string {
  return typeof id === "string" ? id : "?";
}

function nameOf(object: ObjectValue | undefined): string {
  return object === undefined ? "nothing" : `${idOf(object)}(${textOf(object)})`;
}

function noAction(): never {
  throw new Error("the scribe has no action");
}

function noDataSource(): never {
  throw new Error("the scribe has no data source");
}
