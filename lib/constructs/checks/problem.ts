import type { IConstruct } from "constructs";
import { shownValue } from "../../domain/texts/shown-value";
import { describeReceived, describeSecret } from "./received";

/** A fault in a user's input. */
export interface InputProblem {
  /** The prop, as the user would write it: `rollout.maxUnavailable`. */
  readonly input: string;
  readonly received: unknown;
  /** The allowed values, as the end of the sentence "Allowed: …". */
  readonly allowed: string;
  /** The received value may be a secret and is not shown. */
  readonly isSecret?: boolean;
  /**
   * The received value comes from an environment variable, which may contain a secret by mistake: only parts that cannot be secret are
   * shown.
   */
  readonly isVariable?: boolean;
}

/** Throws one error that names the construct and lists every problem. Does nothing without problems. */
export function refuseProblems(construct: IConstruct, problems: readonly InputProblem[]): void {
  if (problems.length === 0) return;
  const title = `${construct.constructor.name} "${construct.node.path}" was given what it cannot work with:`;
  throw new Error([title, ...problems.map((problem) => `- ${describeProblem(problem)}`)].join("\n"));
}

/** The problem in sentences: the prop, the received value and the allowed ones. Pure. */
export function describeProblem(problem: InputProblem): string {
  return `${problem.input} is ${shownOf(problem)}. Allowed: ${problem.allowed}.`;
}

function shownOf({ received, isSecret, isVariable }: InputProblem): string {
  if (isSecret === true) return describeSecret(received);
  return isVariable === true && typeof received === "string" ? shownValue(received) : describeReceived(received);
}
