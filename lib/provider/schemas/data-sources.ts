import { defineSchema } from "../../framework/schema";
import { nonEmpty, oneOf } from "../../framework/validators";

const computed = { computed: true } as const;
const string = { type: "string", ...computed } as const;
const optionalString = { type: "string", optional: true } as const;

const details = {
  engine: { ...string, description: "Its engine." },
  engine_version: { ...string, description: "Version of the engine." },
  status: { ...string, description: "Its status, in the service's word." },
  created_at: { ...string, description: "When it was created (RFC 3339)." },
} as const;

/** `dms_instances`. */
export const instancesSchema = defineSchema({
  version: 0,
  description: "The instances of the project, all pages.",
  attributes: {
    engine: {
      ...optionalString,
      validators: [oneOf(["kafka", "rabbitmq", "rocketmq"])],
      description: "Only this engine: `kafka`, `rabbitmq` or `rocketmq`.",
    },
    name: { ...optionalString, description: "Only instances whose name contains this (or is this, see `exact_name`)." },
    exact_name: { type: "bool", optional: true, description: "`name` must match exactly. Default false." },
    status: { ...optionalString, description: "Only instances in this status, e.g. `RUNNING`." },
    include_failed: { type: "bool", optional: true, description: "Include failed creations. Default false." },
    enterprise_project_id: { ...optionalString, description: "Only instances of this enterprise project." },
    instances: {
      nesting: "list",
      ...computed,
      description: "The instances, by name and id.",
      attributes: {
        instance_id: { ...string, description: "Id of the instance." },
        name: { ...string, description: "Its name in the service." },
        ...details,
      },
    },
  },
});

/** `dms_instance`. */
export const instanceSchema = defineSchema({
  version: 0,
  description: "One instance, by id or by exact name.",
  attributes: {
    instance_id: {
      ...optionalString,
      computed: true,
      validators: [nonEmpty()],
      description: "Its id. Exactly one of `instance_id` and `name` must be set.",
    },
    name: {
      ...optionalString,
      computed: true,
      validators: [nonEmpty()],
      description: "Its exact name. Exactly one of `instance_id` and `name` must be set.",
    },
    ...details,
  },
});
