import {
  DataResource,
  type ITerraformDependable,
  Lazy,
  TerraformLocal,
  TerraformProvider,
  TerraformStack,
} from "cdktf";
import { Construct } from "constructs";
import { refuseProblems } from "../checks/problem";
import { isObject } from "../checks/prop-names";
import { InstanceResult, refuseUndeclaredName } from "../instance-result";
import { DmsInstanceLifecycleResultsMap } from "../l1/dms-instance-lifecycle";
import { NullResource } from "../null-provider";
import { addValidation, constructsIn, onceASynthesis } from "../once-a-synthesis";
import { inOwnLibrary } from "../own-library";
import { findReferenceProblems } from "../tree/provider-choice";
import { followTreeDependencies } from "../tree/tree-dependencies";
import { createUnfinishedGate } from "../tree/unfinished-gate";
import { ownPackage } from "../own-package";
import { warnOfBatch } from "./batch-warnings";
import { addressOf, expression, fingerprint, readAtApply, unfinishedNames, repeatableTriggers } from "./expressions";
import { findPortableProblems } from "./portable-batch-action-input";
import { type PortableBatchActionProps, idsByName, spelledOut } from "./portable-batch-action-props";
import { keyFile, runnerFile, runnerFolder, vendorRunnerAtSynthesis } from "./runner";
import { runnerCommand } from "./runner-command";
import { obeyForbiddenDeletions } from "../tree/forbidden-above";

/**
 * One batch action for places where a custom provider may not run. It consists of a `null_resource` whose triggers cause runs, the command
 * line of this package as its provisioner, and a `terraform_data` that keeps the results in state. The stack needs a `NullProvider`, and
 * the machine that deploys it needs Node.js.
 *
 * Its limits:
 * - The plan shows that the batch will run, not the due action of each instance. The batch acts on all instances.
 * - It does not detect drift: it does not notice an instance or a creation that fails later.
 * - A failed run repeats the whole batch, including finished instances. (`onFailure` decides when.)
 *
 * If the dms provider may run, `InstanceLifecycle` and `FailedInstancePurge` do all of this.
 */
export class PortableBatchAction extends Construct implements ITerraformDependable {
  /** The resource that runs the batch. */
  public readonly run: NullResource;
  /** The resource that keeps the results in its `output`. */
  public readonly record: DataResource;
  /** The check that fails the deploy while an action is unfinished. */
  public readonly gate: DataResource;

  private readonly instances: TerraformLocal;
  private readonly open: TerraformLocal;
  /** Names of the instances; `undefined` if only Terraform or the service knows them. */
  private readonly names: readonly string[] | undefined;

  public constructor(scope: Construct, id: string, props: PortableBatchActionProps) {
    super(inOwnLibrary(scope), id);
    refuseProblems(this, [
      ...findPortableProblems(props),
      ...(isObject(props) ? findReferenceProblems(this, props, "null") : []),
    ]);
    this.names = spelledOut(props.instances)?.map(([name]) => name);
    this.instances = new TerraformLocal(this, "instances", idsByName(props.instances));
    this.run = this.declareRun(props);
    this.record = this.declareRecord();
    const names = () => unfinishedNames(this.output(), addressOf(this.instances));
    this.open = new TerraformLocal(this, "unfinished", expression(names));
    this.gate = this.declareGate(props);
    vendorRunnerAtSynthesis(this, TerraformStack.of(this));
    addValidation(this, () => (props.provider ? [] : findMissingProvider(this)));
    obeyForbiddenDeletions(this);
    followTreeDependencies(this, this.run);
    warnOfBatch(this, props);
  }

  /** Address for dependencies: dependents wait until every action of the batch is finished. */
  public get fqn(): string {
    return this.gate.fqn;
  }

  /** The record of every instance of the last run. */
  public get results(): DmsInstanceLifecycleResultsMap {
    return new DmsInstanceLifecycleResultsMap(this.record, "output");
  }

  /** Names of the instances whose action is not a success. */
  public get unfinished(): string[] {
    return this.open.asList;
  }

  /** The record of one instance of the last run. Throws if no instance of that name is declared. */
  public resultOf(name: string): InstanceResult {
    refuseUndeclaredName(this, name, this.names);
    return new InstanceResult(this.results, name);
  }

  private declareRun(props: PortableBatchActionProps): NullResource {
    const triggers = new TerraformLocal(this, "triggers", props.triggers ?? {});
    const unfinishedFile = new TerraformLocal(
      this,
      "unfinished_file",
      Lazy.stringValue({
        produce: () => this.fileOf(`\${${fingerprint(addressOf(triggers), fileBeside(keyFile))}}.unfinished`),
      }),
    );
    return new NullResource(this, "run", {
      triggers:
        props.onFailure === "error"
          ? (props.triggers ?? {})
          : repeatableTriggers(props.triggers, triggers, unfinishedFile),
      provisioners: [
        {
          type: "local-exec",
          ...runnerCommand(props, {
            runner: fileBeside(runnerFile),
            resultsFile: Lazy.stringValue({ produce: () => this.fileOf("json") }),
            unfinishedFile: expression(() => addressOf(unfinishedFile)),
            instances: expression(() => `jsonencode(${addressOf(this.instances)})`),
          }),
        },
      ],
      ...(props.provider && { provider: props.provider }),
      ...(props.dependsOn && { dependsOn: props.dependsOn }),
    });
  }

  // While the run is unchanged, so is the record, even if the results file no longer exists.
  private declareRecord(): DataResource {
    const record = new DataResource(this, "results", { lifecycle: { ignoreChanges: ["input"] } });
    record.addOverride(
      "triggers_replace",
      expression(() => `${addressOf(this.run)}.id`),
    );
    record.addOverride(
      "input",
      expression(() => readAtApply(this.fileOf("json"))),
    );
    return record;
  }

  private declareGate({ allFailure }: PortableBatchActionProps): DataResource {
    const next = "The next deploy from this folder repeats the whole batch; from anywhere else, change a trigger.";
    return createUnfinishedGate(this, "gate", {
      unfinished: () => addressOf(this.open),
      results: () => this.output(),
      ...(allFailure === undefined
        ? { all: () => addressOf(this.instances), noun: "declared instance" }
        : { all: () => this.output(), noun: "failed creation" }),
      advice: { one: `Look at this instance. ${next}`, several: `Look at these instances. ${next}` },
      missing:
        "The record of this run is not in this folder: another folder has it, or the deploy was interrupted between the run and " +
        "its record. The outcome is not known here. Look at the instances, then change a trigger to run again.",
    });
  }

  private output(): string {
    return `${addressOf(this.record)}.output`;
  }

  /** A file of this batch, beside the runner. */
  private fileOf(extension: string): string {
    return fileBeside(`${this.run.friendlyUniqueId}.${extension}`);
  }
}

/** The path of a file in the runner's folder. */
function fileBeside(name: string): string {
  return `\${path.module}/${runnerFolder}/${name}`;
}

function findMissingProvider(construct: Construct): string[] {
  if (onceASynthesis(construct, hasNullProvider)) return [];
  return [
    `This stack has no null provider, which a PortableBatchAction needs. Add one: import { NullProvider } from "${ownPackage().name}"; new NullProvider(stack, "null").`,
  ];
}

function hasNullProvider(stack: TerraformStack): boolean {
  return constructsIn(stack).some(
    (node) => TerraformProvider.isTerraformProvider(node) && node.terraformResourceType === "null",
  );
}
