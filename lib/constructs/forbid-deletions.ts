import { type IAspect, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { isOpen } from "./checks/tokens";
import { describeProblem, type InputProblem } from "./checks/problem";
import { DmsFailedInstancePurge } from "./l1/dms-failed-instance-purge";
import { DmsInstanceLifecycle } from "./l1/dms-instance-lifecycle";
import { runnerCommandsOf } from "./portable/runner-command";
import { forbidMark } from "./tree/forbidden-above";

export interface ForbidDeletionsProps {
  /**
   * The reason, as the end of the sentence "Deletions are forbidden here: …".
   * @default - no reason
   */
  readonly reason?: string | undefined;
}

/**
 * Refuses at synth every declaration below its construct (or the app) that could delete an instance: instances declared deleted, consent to
 * deletions, and purges of failed creations, also in a `PortableBatchAction`. It reads the output for Terraform, so overrides and other
 * aspects cannot bypass it.
 *
 * @example Aspects.of(productionStack).add(new ForbidDeletions());
 */
export class ForbidDeletions implements IAspect {
  private readonly visited = new WeakSet<IConstruct>();

  public constructor(private readonly props: ForbidDeletionsProps = {}) {
    Object.defineProperty(this, forbidMark, { value: true });
  }

  public visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node) || this.visited.has(node)) return;
    this.visited.add(node);
    const reason = this.props.reason === undefined ? "" : `: ${this.props.reason}`;
    const allowed = (text: string) => `${text}. Deletions are forbidden here${reason}`;
    // The check is a validation, because other aspects may still change the resource after this visit.
    const validate = () =>
      findDeletions(node).map((problem) => describeProblem({ ...problem, allowed: allowed(problem.allowed) }));
    ownerOf(node).node.addValidation({ validate });
  }
}

const noPurge = "no purge of failed creations";

// The construct that the user wrote, which contains the resource.
function ownerOf(resource: TerraformResource): IConstruct {
  return ["Default", "run"].includes(resource.node.id) ? (resource.node.scope ?? resource) : resource;
}

function findDeletions(resource: TerraformResource): readonly InputProblem[] {
  switch (resource.terraformResourceType) {
    case DmsInstanceLifecycle.tfResourceType:
      return [...findConsent(resource), ...findDeletedInstances(resource)];
    case DmsFailedInstancePurge.tfResourceType:
      return [
        {
          input: "FailedInstancePurge",
          received: attributesOf(resource).engine,
          allowed: noPurge,
        },
      ];
    default:
      return findRunnerDeletions(attributesOf(resource).provisioner);
  }
}

function findConsent(resource: TerraformResource): readonly InputProblem[] {
  const received = attributesOf(resource).allow_deletion;
  if (received === undefined || received === false) return [];
  return [{ input: "allowDeletion", received, allowed: "false" }];
}

function findDeletedInstances(resource: TerraformResource): readonly InputProblem[] {
  const { instances } = attributesOf(resource);
  if (isOpen(instances)) return []; // Nothing of it is deleted without consent, which is judged by itself.
  return Object.entries(instances as Readonly<Record<string, { readonly desired_state?: unknown }>>)
    .filter(([, { desired_state: state }]) => state === "deleted")
    .map(([name, { desired_state: received }]) => ({
      input: `instances[${JSON.stringify(name)}].desiredState`,
      received,
      allowed: `"running"`,
    }));
}

/** Deletions that provisioners ask of this package's command line, mainly those of a `PortableBatchAction`. */
function findRunnerDeletions(provisioners: unknown): readonly InputProblem[] {
  return runnerCommandsOf(provisioners).flatMap(({ action, allFailure, consents }) => [
    ...(action === "delete" ? [{ input: "action", received: action, allowed: '"restart"' }] : []),
    ...(allFailure === undefined ? [] : [{ input: "allFailure", received: allFailure, allowed: noPurge }]),
    ...(consents ? [{ input: "allowDeletion", received: true, allowed: "false" }] : []),
  ]);
}

/** The attributes as they will be written, with overrides. */
function attributesOf(resource: TerraformResource): Readonly<Record<string, unknown>> {
  const { resource: byType } = resource.toTerraform() as {
    readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  };
  const [byId = {}] = Object.values(byType);
  const [attributes = {}] = Object.values(byId);
  return attributes;
}
