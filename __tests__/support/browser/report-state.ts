const address = "dms_instance_lifecycle.kafka";

interface Member {
  readonly action?: string;
  readonly result: string;
  readonly status: string;
  readonly reason: string;
  readonly wave: number;
  readonly submitted_at?: string;
  readonly finished_at?: string;
}

const members = (last: string): Readonly<Record<string, Member>> => ({
  audit: {
    result: "success",
    status: "RUNNING",
    reason: "left RUNNING and is RUNNING again",
    wave: 1,
    submitted_at: "2026-03-02T09:00:00.000Z",
    finished_at: "2026-03-02T09:06:12.000Z",
  },
  orders: {
    result: "failed",
    status: "ERROR",
    reason: "it ended in ERROR",
    wave: 2,
    submitted_at: "2026-03-02T09:08:12.000Z",
    finished_at: "2026-03-02T09:17:40.000Z",
  },
  payments: {
    result: "unknown",
    status: "RESTARTING",
    reason: "not RUNNING within 20m",
    wave: 2,
    submitted_at: "2026-03-02T09:08:12.000Z",
    finished_at: "2026-03-02T09:28:12.000Z",
  },
  [last]: {
    result: "not_started",
    status: "RUNNING",
    reason: "2 unsuccessful actions are more than max_failures allows",
    wave: 3,
    finished_at: "2026-03-02T09:28:12.000Z",
  },
});

const idOf = (index: number): string => `00000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`;

/** `terraform show -json` of a state after a rollout in which everything happened, and of a purge. `last` names its fourth instance. */
export function stateOfRollout(last = "search"): object {
  return stateOf(members(last));
}

/** The same after the next run, which took a long time, has repaired one of its failures. */
export function stateOfRepair(): object {
  const orders = {
    result: "success",
    status: "RUNNING",
    reason: "left RUNNING and is RUNNING again",
    wave: 1,
    submitted_at: "2026-03-02T11:28:12.000Z",
    finished_at: "2026-03-02T12:50:57.000Z",
  };
  return stateOf({ ...members("search"), orders });
}

function stateOf(all: Readonly<Record<string, Member>>): object {
  const entries = Object.entries(all);
  const results = entries.map(([name, member], index) => [
    name,
    { instance_id: idOf(index), action: "restart", accepted: member.wave < 3, ...member },
  ]);
  const observed = entries.map(([name, { status }], index) => [
    name,
    { instance_id: idOf(index), name, engine: "kafka", status },
  ]);
  const instances = entries.map(([name], index) => [
    name,
    { instance_id: idOf(index), desired_state: "running", restart_triggers: { config: "2" } },
  ]);
  return {
    format_version: "1.0",
    terraform_version: "1.11.4",
    values: {
      root_module: {
        resources: [
          resource(address, "dms_instance_lifecycle", {
            id: "1",
            instances: Object.fromEntries(instances) as object,
            results: Object.fromEntries(results) as object,
            observed: Object.fromEntries(observed) as object,
            planned_actions: [],
            unfinished: entries.filter(([, { result }]) => result !== "success").map(([name]) => name),
          }),
          resource("dms_failed_instance_purge.kafka", "dms_failed_instance_purge", {
            id: "2",
            engine: "kafka",
            allow_deletion: true,
            pending: [],
            purged: [{ instance_id: idOf(9), name: "kafka-try" }],
            purged_at: "2026-03-02T09:00:02.000Z",
          }),
        ],
      },
    },
  };
}

function resource(at: string, type: string, values: object): object {
  return {
    address: at,
    mode: "managed",
    type,
    name: at.split(".")[1],
    provider_name: "npm.invalid/cdktf-dms-lifecycle/dms",
    schema_version: 0,
    values,
    sensitive_values: {},
  };
}
