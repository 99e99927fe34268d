import { defineSchema } from "../../framework/values/schema";
import { atLeast, minItems, nonEmpty, oneOf, wholeNumber } from "../../framework/validators";
import { placeAttributes } from "./place";
import { amount, duration, instanceId } from "./validators";

const computed = { computed: true } as const;
const string = { type: "string", ...computed } as const;
const flag = { type: "bool", optional: true, computed: true, default: false } as const;
const text = { type: "string", optional: true, computed: true } as const;

/** `dms_instance_lifecycle`. The schema is complete from the first version on, so that later features need no migration of state. */
export const instanceLifecycleSchema = defineSchema({
  version: 0,
  description:
    'The desired lifecycle state of a set of instances. A changed trigger restarts an instance once; `desired_state = "deleted"` deletes it (with consent). The plan lists the due actions. Apply makes the calls, watches every instance to a proven end and records a result for each. Removing a key, or the whole resource, forgets instances and never deletes them.',
  attributes: {
    instances: {
      nesting: "map",
      required: true,
      validators: [minItems(1)],
      description: "The instances, by names of your choice. Renaming a key with the same `instance_id` makes no call.",
      attributes: {
        instance_id: {
          type: "string",
          required: true,
          validators: [nonEmpty(), instanceId()],
          description: "Id of the instance. May be unknown until apply; each id may appear once.",
        },
        desired_state: {
          ...text,
          default: "running",
          validators: [oneOf(["running", "deleted"])],
          description: "`running` (default) or `deleted`.",
        },
        restart_triggers: {
          type: { map: "string" },
          optional: true,
          description:
            "Any change of this map after adoption restarts the instance once. A value is the cause of a restart: a configuration's hash, a version, a date.",
        },
      },
    },
    restart_on_create: {
      ...flag,
      description: "Restarts the instances at the first apply too. By default the first apply only adopts them.",
    },
    restart_unhealthy: {
      ...flag,
      description: "Restarts an instance in `ERROR`, once until it was seen `RUNNING` again.",
    },
    on_missing: {
      ...text,
      default: "error",
      validators: [oneOf(["error", "forget"])],
      description:
        "The effect if an instance that should be running does not exist: `error` (default) refuses the plan, `forget` leaves the instance out with a warning. An id that the service never knew is an error in both cases.",
    },
    on_forget: {
      ...text,
      default: "warn",
      validators: [oneOf(["warn", "error"])],
      description:
        "The effect if an instance leaves the configuration while an action on it is unfinished (failed, not seen to end, not started, or due): `warn` (default) names it in the plan, `error` refuses the plan.",
    },
    allow_deletion: {
      ...flag,
      description:
        "Consent to deletions. Without it a due deletion is an error at plan time. A deletion destroys data without backup.",
    },
    max_deletions: {
      type: "number",
      optional: true,
      validators: [wholeNumber(), atLeast(0)],
      description: "More due deletions than this are an error at plan time.",
    },
    force_delete: {
      ...flag,
      description: 'Deletes without the recycle bin. Only with `api_version = "v2"`.',
    },
    rollout: {
      nesting: "single",
      optional: true,
      description: "Waves and pauses of the due actions.",
      attributes: {
        max_unavailable: {
          ...text,
          default: "100%",
          validators: [amount({ least: 1 })],
          description:
            'Most instances restarted or deleted at the same time: a number (`"1"`) or a share of all declared instances (`"25%"`, rounded down, at least one). Default `"100%"`.',
        },
        canary: {
          type: "number",
          optional: true,
          computed: true,
          default: 0,
          validators: [wholeNumber(), atLeast(0)],
          description:
            "Size of a first, smaller wave of instances that were healthy before; `0` (default) for no such wave. Restarts of `restart_unhealthy` come before it.",
        },
        max_failures: {
          ...text,
          default: "0",
          validators: [amount({ least: 0 })],
          description:
            'If more actions than this have failed, no further wave starts: a number or a share of the due actions (rounded down). An instance that was in `ERROR` both before and after its action is not counted, if the service answered its call. Default `"0"`.',
        },
        pause_between: {
          ...text,
          default: "0s",
          validators: [duration()],
          description: 'Pause between two waves. Default `"0s"`.',
        },
        min_ready_time: {
          ...text,
          default: "0s",
          validators: [duration()],
          description: 'Time that a restarted instance must stay `RUNNING` to count as restarted. Default `"0s"`.',
        },
      },
    },
    ready_timeout: {
      ...text,
      default: "20m",
      validators: [duration({ positive: true })],
      description:
        'Time of each instance of a wave from its call to the proof. While no call can be made for it, the time starts with its wave. Default `"20m"`.',
    },
    timeouts: {
      nesting: "single",
      optional: true,
      description: "Time for a whole run.",
      attributes: {
        create: {
          ...text,
          default: "60m",
          validators: [duration({ positive: true })],
          description: 'Longest time of the first apply. Default `"60m"`.',
        },
        update: {
          ...text,
          default: "60m",
          validators: [duration({ positive: true })],
          description: 'Longest time of every later apply. Default `"60m"`.',
        },
      },
    },
    on_failure: {
      ...text,
      default: "error",
      validators: [oneOf(["error", "report"])],
      description:
        "`error` (default): unfinished instances fail the apply. `report`: they are warnings, and a gate such as a precondition on `unfinished` can fail the apply.",
    },
    ...placeAttributes,
    id: { ...string, description: "Id of this resource. Null until its creation has succeeded." },
    planned_actions: {
      nesting: "list",
      ...computed,
      description:
        "The due actions in execution order, known in the plan. Without due actions, those of the last apply. See [planned actions](#planned-actions).",
      attributes: {
        name: { ...string, description: "Key in `instances`." },
        instance_id: { ...string, description: "Id of the instance." },
        action: {
          ...string,
          description:
            "`restart`, `delete` or `verify`. `verify` is an action of an earlier run whose end was not seen: it is watched to its end and not sent again.",
        },
        reason: { ...string, description: "The reason why it is due." },
        wave: { type: "number", ...computed, description: "Position of its wave, from 1." },
      },
    },
    observed: {
      nesting: "map",
      ...computed,
      description: "The instances as last read, by the keys of `instances`.",
      attributes: {
        instance_id: { ...string, description: "Id of the instance." },
        name: { ...string, description: "Its name in the service." },
        engine: { ...string, description: "Its engine." },
        status: { ...string, description: "Its status, as the service spells it; `DELETED` if it no longer exists." },
      },
    },
    results: {
      nesting: "map",
      ...computed,
      description: "The last action on each instance, by the keys of `instances`. Instances never acted on have none.",
      attributes: {
        instance_id: { ...string, description: "Id of the instance." },
        action: { ...string, description: "`restart` or `delete`." },
        result: {
          ...string,
          description:
            "`success` (proven), `failed`, `unknown` (sent, its end was not seen), or `not_started` (no call was made).",
        },
        accepted: { type: "bool", ...computed, description: "The service accepted the call." },
        status: { ...string, description: "Last status seen." },
        reason: { ...string, description: "The reason of the result." },
        error_code: { ...string, description: "The service's error code, if there was one." },
        message: { ...string, description: "The service's text for that code." },
        request_id: { ...string, description: "The service's id of the call." },
        task_id: {
          ...string,
          description: "Id of the service's own record (task) of the restart; null if none was needed.",
        },
        wave: { type: "number", ...computed, description: "Its wave in that run, from 1." },
        submitted_at: { ...string, description: "When the call was sent (RFC 3339)." },
        left_at: {
          ...string,
          description: "When `RESTARTING` was first seen; for a deletion, when the status first changed (RFC 3339).",
        },
        finished_at: { ...string, description: "When the result was known (RFC 3339)." },
      },
    },
    unfinished: {
      type: { list: "string" },
      ...computed,
      description:
        "Sorted keys of the instances whose last due action is not `success`. Their actions are due next, or held.",
    },
  },
});
