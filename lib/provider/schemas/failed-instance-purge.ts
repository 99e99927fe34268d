import { defineSchema } from "../../framework/values/schema";
import { atLeast, oneOf, wholeNumber } from "../../framework/validators";
import { placeAttributes } from "./place";

const computed = { computed: true } as const;
const string = { type: "string", ...computed } as const;
const failedInstance = {
  instance_id: { ...string, description: "Id of the instance." },
  name: { ...string, description: "Its name in the service." },
} as const;

/** `dms_failed_instance_purge`. */
export const failedInstancePurgeSchema = defineSchema({
  version: 0,
  description:
    "Removes the instances of one engine whose creation failed, in one call, and checks that none is left. Failed creations that appear later show as drift in `pending`, and the next apply purges them.",
  attributes: {
    engine: {
      type: "string",
      required: true,
      requiresReplace: true,
      validators: [oneOf(["kafka", "rabbitmq", "rocketmq"])],
      description: "`kafka`, `rabbitmq` or `rocketmq`.",
    },
    max_purge: {
      type: "number",
      optional: true,
      validators: [wholeNumber(), atLeast(0)],
      description: "More failed instances than this are an error at plan time.",
    },
    allow_deletion: {
      type: "bool",
      optional: true,
      computed: true,
      default: false,
      description: "Consent to the purge. Must be true for a purge to run.",
    },
    ...placeAttributes,
    id: { ...string, description: "Id of this resource. Null until its creation has succeeded." },
    planned_purge: {
      nesting: "list",
      ...computed,
      description:
        "The failed creations that the apply removes, known in the plan. Creations that the plan does not list are not removed. Without a due purge, those of the last purge.",
      attributes: failedInstance,
    },
    pending: {
      nesting: "list",
      ...computed,
      description: "Instances found in `CREATEFAILED`, by name and id.",
      attributes: failedInstance,
    },
    purged: {
      nesting: "list",
      ...computed,
      description: "Instances that the last purge removed, including those that disappeared after its apply ended.",
      attributes: failedInstance,
    },
    purged_at: { ...string, description: "When the last purge was sent (RFC 3339)." },
  },
});
