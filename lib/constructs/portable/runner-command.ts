import { Tokenization } from "cdktf";
import { isObject } from "../checks/prop-names";
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
 * The command that carries out the batch, program first, with its last argument apart: Terraform needs one and shows it if the command
 * fails. The command runs without a shell, so it needs no quoting. Pure.
 */
export function runnerCommand(
  props: PortableBatchActionProps,
  places: PortablePlaces,
): { readonly interpreter: string[]; readonly command: string } {
  const { allFailure, onFailure = "report" } = props;
  const repeats = onFailure === "report" ? ["--unfinished", places.unfinishedFile] : [];
  const subject = allFailure === undefined ? ["--instances", places.instances, "--action"] : ["--all-failure"];
  return {
    interpreter: [
      ...["node", places.runner, "batch", "--on-failure", onFailure, "--results", places.resultsFile, ...repeats],
      ...settings(props),
      ...subject,
    ],
    command: allFailure ?? props.action ?? "",
  };
}

/** The props as options of the command line. */
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

/** The deletions of a runner's command. */
interface RunnerCommand {
  readonly action: string | undefined;
  readonly allFailure: string | undefined;
  readonly consents: boolean;
}

/** The commands of the runner among the provisioners of a resource, as they will be written. Pure. */
export function runnerCommandsOf(provisioners: unknown): readonly RunnerCommand[] {
  return [provisioners].flat().flatMap((provisioner: unknown) => {
    const words = wordsOf(provisioner);
    const start = words.findIndex((word) => /(^|[/\\])dms-lifecycle(\.cjs)?$/.test(word));
    if (start < 0 || words[start + 1] !== "batch") return [];
    const after = (option: string) => (words.includes(option) ? words[words.indexOf(option) + 1] : undefined);
    const consents = words.includes("--allow-deletion");
    return [{ action: after("--action"), allFailure: after("--all-failure"), consents }];
  });
}

/** The words of a `local-exec`; empty for other provisioners. */
function wordsOf(provisioner: unknown): readonly string[] {
  const program = isObject(provisioner) ? provisioner["local-exec"] : undefined;
  if (!isObject(program)) return [];
  return [program["interpreter"], program["command"]]
    .flat()
    .filter((word) => typeof word === "string")
    .flatMap((word) => word.split(/\s+/));
}
