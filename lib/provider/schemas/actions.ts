import { type Attribute, defineSchema } from "../../framework/values/schema";
import { atLeast, minItems, oneOf, wholeNumber } from "../../framework/validators";
import { duration, instanceIds } from "./validators";
import { failedInstancePurgeSchema } from "./failed-instance-purge";
import { instanceLifecycleSchema } from "./instance-lifecycle";

// The actions (Terraform 1.14 and later). An action has no state, so it has no computed attributes: a null argument gets its default when
// it is read.

type Argument<A extends Attribute> = Omit<A, "computed" | "default">;

/** An attribute of a resource as an argument of an action. */
function argument<const A extends Attribute>(attribute: A): Argument<A> {
  const kept = Object.entries(attribute).filter(([name]) => name !== "computed" && name !== "default");
  return Object.fromEntries(kept) as Argument<A>;
}

const { rollout, ready_timeout, max_deletions, force_delete } = instanceLifecycleSchema.attributes;
const { max_unavailable, canary, max_failures, pause_between, min_ready_time } = rollout.attributes;

const instance_ids = {
  type: { list: "string" },
  required: true,
  validators: [minItems(1), instanceIds()],
  description: "Ids of the instances, each once. May be unknown until apply.",
} as const;

const timeout = {
  type: "string",
  optional: true,
  validators: [duration({ positive: true })],
  description: 'Longest time of the whole invocation. Default `"60m"`.',
} as const;

/** `dms_restart_instances`. */
export const restartInstancesSchema = defineSchema({
  version: 0,
  description:
    "Restarts instances in waves and watches each to a proven end, by the rules of `dms_instance_lifecycle`. A restart that is not proven is an error. An action has no state: every invocation restarts the instances.",
  attributes: {
    instance_ids,
    rollout: {
      nesting: "single",
      optional: true,
      description: "Waves and pauses of the restarts.",
      attributes: {
        max_unavailable: {
          ...argument(max_unavailable),
          description:
            'Most instances restarted at the same time: a number (`"1"`) or a share of `instance_ids` (`"25%"`, rounded down, at least one). Default `"100%"`.',
        },
        canary: argument(canary),
        max_failures: argument(max_failures),
        pause_between: argument(pause_between),
        min_ready_time: argument(min_ready_time),
      },
    },
    ready_timeout: argument(ready_timeout),
    timeout,
  },
});

/** `dms_delete_instances`. */
export const deleteInstancesSchema = defineSchema({
  version: 0,
  description:
    "Deletes instances, with all data and without backup, and watches each until a read of it answers that it does not exist. A deletion that is not proven is an error. An instance that no longer exists is a warning.",
  attributes: {
    instance_ids,
    allow_deletion: {
      type: "bool",
      optional: true,
      description: "Consent to the deletions. Without `true` the plan is refused.",
    },
    max_deletions: { ...max_deletions, description: "More instances than this are an error at plan time." },
    force_delete: argument(force_delete),
    ready_timeout: argument(ready_timeout),
    timeout,
  },
});

/** `dms_purge_failed_instances`. */
export const purgeFailedInstancesSchema = defineSchema({
  version: 0,
  description:
    "Removes the instances of one engine whose creation failed, in one call, and checks that none is left. A remaining instance is an error.",
  attributes: {
    engine: {
      type: "string",
      required: true,
      validators: [oneOf(["kafka", "rabbitmq", "rocketmq"])],
      description: failedInstancePurgeSchema.attributes.engine.description,
    },
    allow_deletion: {
      type: "bool",
      optional: true,
      description: "Consent to the purge. Must be `true` if there are failed creations.",
    },
    max_purge: {
      type: "number",
      optional: true,
      validators: [wholeNumber(), atLeast(0)],
      description: "More failed instances than this are an error, at plan time and again before the call.",
    },
    timeout,
  },
});
