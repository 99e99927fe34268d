import { defineSchema } from "../../framework/values/schema";
import { atLeast, nonEmpty, oneOf, wholeNumber } from "../../framework/validators";
import { placeAttributes } from "./place";

const computed = { computed: true } as const;
const string = { type: "string", ...computed } as const;
const optionalString = { type: "string", optional: true } as const;

const details = {
  engine: { ...string, description: "Its engine." },
  engine_version: { ...string, description: "Version of the engine." },
  status: { ...string, description: "Its status, as the service spells it." },
  created_at: { ...string, description: "When it was created (RFC 3339)." },
  tags: { type: { map: "string" }, ...computed, description: "Its tags." },
  maintain_begin: {
    ...string,
    description: "Start of its maintenance window (HH:mm:ss). The service documents no time zone.",
  },
  maintain_end: { ...string, description: "End of its maintenance window (HH:mm:ss), like `maintain_begin`." },
} as const;

const listedInstance = {
  instance_id: { ...string, description: "Id of the instance." },
  name: { ...string, description: "Its name in the service." },
  ...details,
} as const;

/** `dms_instances`. */
export const instancesSchema = defineSchema({
  version: 0,
  description: "Lists the instances of the project, all pages.",
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
    enterprise_project_id: {
      ...optionalString,
      description: "Only instances of this enterprise project. Default: the provider's, if it names one.",
    },
    tags: {
      type: { map: "string" },
      optional: true,
      description: "Only instances that have all of these tags, with these values.",
    },
    at_least: {
      type: "number",
      optional: true,
      validators: [wholeNumber(), atLeast(0)],
      description:
        "Fewer instances than this are an error. So an incomplete list cannot make a lifecycle forget its fleet.",
    },
    ...placeAttributes,
    instances: {
      nesting: "list",
      ...computed,
      description: "The instances, by name and id.",
      attributes: listedInstance,
    },
    by_key: {
      nesting: "map",
      ...computed,
      description:
        "The instances by name, for `for_each`. If several have the same name, their keys are `NAME/ID`. An instance without a name has its id as key.",
      attributes: listedInstance,
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
    ...placeAttributes,
    ...details,
  },
});
