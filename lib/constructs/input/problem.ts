import type { IConstruct } from "constructs";
import { shownValue } from "../../domain/shown-value";
import { describeReceived, describeSecret } from "./received";

/** Something a user wrote that cannot be right. */
export interface InputProblem {
  /** The prop, as the user would write it: `rollout.maxUnavailable`. */
  readonly input: string;
  readonly received: unknown;
  /** What would have been right, as the end of the sentence "Allowed: …". */
  readonly allowed: string;
  /** What was received may be a secret, and is not shown. */
  readonly isSecret?: boolean;
  /** It comes from an environment variable, which may hold a secret by mistake: shown as far as it cannot be one. */
  readonly isVariable?: boolean;
}

/** Throws one error that names the construct and lists every problem; does nothing when there is none. */
export function refuseProblems(construct: IConstruct, problems: readonly InputProblem[]): void {
  if (problems.length === 0) return;
  const title = `${construct.constructor.name} "${construct.node.path}" was given what it cannot work with:`;
  throw new Error([title, ...problems.map((problem) => `- ${describeProblem(problem)}`)].join("\n"));
}

/** One sentence per question: what was set, to what, and what is allowed. Pure. */
export function describeProblem(problem: InputProblem): string {
  return `${problem.input} is ${shownOf(problem)}. Allowed: ${problem.allowed}.`;
}

function shownOf({ received, isSecret, isVariable }: InputProblem): string {
  if (isSecret === true) return describeSecret(received);
  return isVariable === true && typeof received === "string" ? shownValue(received) : describeReceived(received);
}
