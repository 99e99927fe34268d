import { Tokenization } from "cdktf";
import type { PortableBatchActionProps } from "./portable-batch-action-props";

/** Paths and expressions that the construct has put into the stack. */
interface PortablePlaces {
  /** The runner's file. */
  readonly runner: string;
  readonly resultsFile: string;
  readonly unfinishedFile: string;
  /** JSON text of the instances. */
  readonly instances: string;
}

/**
 * The command that carries out the batch, program first, and its last argument apart: Terraform wants one, and shows it when
 * the command fails. No shell stands in between, so nothing needs quoting. Pure.
 */
export function runnerCommand(
  props: PortableBatchActionProps,
  places: PortablePlaces,
): { readonly interpreter: string[]; readonly command: string } {
  const { allFailure, onFailure = "report" } = props;
  const repeats = onFailure === "report" ? ["--unfinished", places.unfinishedFile] : [];
  const what = allFailure === undefined ? ["--instances", places.instances, "--action"] : ["--all-failure"];
  return {
    interpreter: [
      ...["node", places.runner, "batch", "--on-failure", onFailure, "--results", places.resultsFile, ...repeats],
      ...settings(props),
      ...what,
    ],
    command: allFailure ?? props.action ?? "",
  };
}

function settings(props: PortableBatchActionProps): readonly string[] {
  const { rollout } = props;
  const given: readonly (readonly [string, string | number | undefined])[] = [
    ["--max-deletions", props.maxDeletions],
    ["--max-unavailable", rollout?.maxUnavailable],
    ["--canary", rollout?.canary],
    ["--max-failures", rollout?.maxFailures],
    ["--pause-between", rollout?.pauseBetween],
    ["--min-ready-time", rollout?.minReadyTime],
    ["--ready-timeout", props.readyTimeout],
    ["--timeout", props.timeout],
    ["--endpoint", props.endpoint],
    ["--region", props.region],
    ["--project-id", props.projectId],
    ["--api-version", props.apiVersion],
    ["--poll-interval", props.pollInterval],
  ];
  return [
    ...(props.allowDeletion === true ? ["--allow-deletion"] : []),
    ...(props.forceDelete === true ? ["--force-delete"] : []),
    ...given.flatMap(([option, value]) =>
      value === undefined ? [] : [option, typeof value === "number" ? Tokenization.stringifyNumber(value) : value],
    ),
  ];
}
