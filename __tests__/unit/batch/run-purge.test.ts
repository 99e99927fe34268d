import { callFailureMark } from "../../../lib/domain/call-failure";
import type { Instance } from "../../../lib/domain/instance";
import type { BatchEntry, BatchSurroundings } from "../../../lib/batch/run";
import { runPurge } from "../../../lib/batch/run-purge";
import { VirtualClock } from "../../support/rollout/clock";

const unused = (): never => {
  throw new Error("a purge has no use for this");
};

/** A project in which every purge call is answered by `answer`. */
class FakeProject {
  readonly clock = new VirtualClock();
  readonly left = new Set(["a", "b"]);
  readonly told: string[] = [];
  /** The record that a killed process leaves, as it was at each call. */
  readonly keptAtCall: (readonly BatchEntry[])[] = [];
  private kept: readonly BatchEntry[] = [];

  constructor(private readonly answers: readonly ("throttled" | "accepted")[]) {}

  async run(): Promise<readonly BatchEntry[]> {
    const request = { kind: "purge", engine: "kafka", maxDeletions: undefined, timeoutMs: 3_600_000 } as const;
    return (await this.clock.run(runPurge(request, this.surroundings()))).entries;
  }

  private surroundings(): BatchSurroundings {
    return {
      service: {
        apiVersion: "v1.0",
        supports: () => true,
        list: unused,
        act: unused,
        tasks: unused,
        serviceNow: unused,
        get: (id) => Promise.resolve(this.left.has(id) ? instance(id) : undefined),
        listFiltered: () => Promise.resolve([...this.left].map(instance)),
        purgeFailed: () => this.purge(),
      },
      clock: this.clock,
      pollIntervalMs: 10_000,
      readsTasks: true,
      stop: new AbortController().signal,
      tell: (line) => void this.told.push(line),
      progress: () => undefined,
      keep: (entries) => {
        this.kept = entries;
      },
    };
  }

  private purge() {
    const answer = this.answers[this.keptAtCall.length];
    this.keptAtCall.push(this.kept);
    if (answer === "throttled") return Promise.reject(throttled());
    this.left.clear();
    return Promise.resolve({ items: [], requestId: undefined });
  }
}

function throttled(): Error {
  const error = new Error("The service said not now.");
  return Object.assign(error, { [callFailureMark]: true, code: "throttled", fate: "refused", retryAfterMs: 10_000 });
}

const instance = (id: string): Instance => ({
  id,
  name: `try-${id}`,
  engine: "kafka",
  engineVersion: "",
  status: "CREATEFAILED",
  createdAt: "",
});

const recordsOf = (entries: readonly BatchEntry[]) =>
  Object.fromEntries(entries.map(({ name, record }) => [name, record]));

describe("a purge from the command line", () => {
  test("that more failed creations keep from being made again is recorded as not started, for old and new ones", async () => {
    const project = new FakeProject(["throttled"]);
    project.clock.in(5_000, () => project.left.add("c"));
    const records = recordsOf(await project.run());
    const uncalled = { result: "not_started", accepted: false, submittedAt: "", status: "CREATEFAILED" };
    const planned =
      "the service refused the purge for now, and it was not made again because more creations had failed since";
    expect(records).toMatchObject({
      "try-a": { ...uncalled, reason: planned },
      "try-b": { ...uncalled, reason: planned },
      "try-c": { ...uncalled, reason: "its creation failed after the purge was announced; no call was made for it" },
    });
    expect(project.keptAtCall).toHaveLength(1);
  });

  test("has a record before each call that says unknown, in case the process is killed", async () => {
    const project = new FakeProject(["throttled", "accepted"]);
    await project.run();
    expect(project.keptAtCall).toHaveLength(2);
    for (const entries of project.keptAtCall) {
      expect(recordsOf(entries)).toMatchObject({
        "try-a": {
          result: "unknown",
          accepted: false,
          reason: "the run was interrupted: not yet seen to leave CREATEFAILED",
          submittedAt: expect.stringMatching(/Z$/) as unknown,
        },
        "try-b": { result: "unknown" },
      });
    }
  });

  test("does not claim creations that went by themselves before the call, and says so", async () => {
    const project = new FakeProject(["throttled"]);
    project.clock.in(5_000, () => project.left.clear());
    const gone = { result: "success", accepted: false, submittedAt: "", status: "DELETED" };
    const reason = "it was gone before the call; no call was made for it";
    expect(recordsOf(await project.run())).toMatchObject({
      "try-a": { ...gone, reason },
      "try-b": { ...gone, reason },
    });
    expect(project.told.at(-1)).toBe("gone before the call, which was not made for them: try-a (a), try-b (b)");
    expect(project.keptAtCall).toHaveLength(1);
  });
});
