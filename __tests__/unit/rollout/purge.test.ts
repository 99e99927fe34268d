import { type CallFailure, callFailureMark } from "../../../lib/domain/call-failure";
import type { BatchItem, Instance } from "../../../lib/domain/instance";
import type { Diagnostic } from "../../../lib/framework/values/diagnostic";
import { purgeIncomplete, purgeRefused } from "../../../lib/provider/messages";
import { troubleDiagnostic } from "../../../lib/provider/purge/trouble";
import { purge, type PurgeOutcome } from "../../../lib/rollout/purge";
import type { ReadyProvider, Service } from "../../../lib/provider/connection/service";
import { createReservations } from "../../../lib/provider/runs/reservations";
import { VirtualClock } from "../../support/rollout/clock";

const candidates = [
  { id: "a", name: "first" },
  { id: "b", name: "second" },
];
const unused = (): never => {
  throw new Error("a purge has no use for this");
};

type Told = PurgeOutcome & { readonly diagnostics: readonly Diagnostic[] };

/** A project whose failed creations leave when told to. `answers`: the end of each purge call, `undefined` for accepted. */
class FakeProject {
  readonly clock = new VirtualClock();
  readonly stopping = new AbortController();
  readonly left = new Set(candidates.map(({ id }) => id));
  calls = 0;
  looks = 0;
  lookFails = false;
  isListed = true;
  /** Whether the candidates leave with an accepted call. */
  goesAtOnce = false;
  readonly kept: PurgeOutcome[] = [];
  /** The answer to an accepted call. */
  items: readonly BatchItem[] = [];

  constructor(private readonly answers: readonly (Partial<CallFailure> | undefined)[] = []) {}

  async purge(): Promise<Told> {
    const ready: ReadyProvider = {
      kind: "ready",
      project: "id:p",
      compare: () => "same",
      service: this.service(),
      clock: this.clock,
      pollIntervalMs: 10_000,
      readsTasks: true,
      enterpriseProjectId: undefined,
      newId: unused,
      memory: {
        journal: { open: unused },
        replacedInstances: { load: unused, keep: unused, forget: unused },
        digest: unused,
        refusal: undefined,
      },
      reservations: createReservations()({ endpoint: "https://dms.example.test", project: "id:p" }),
      beginProgress: undefined,
    };
    const outcome = await this.clock.run(
      purge({ ...ready, keepSoFar: (soFar) => this.kept.push(soFar) }, "kafka", candidates, this.stopping.signal),
    );
    return { ...outcome, diagnostics: outcome.troubles.map((trouble) => troubleDiagnostic(trouble)) };
  }

  private service(): Service {
    return {
      apiVersion: "v1.0",
      supports: () => true,
      supportsPurge: () => true,
      purgeNamesEngine: () => true,
      list: unused,
      act: unused,
      tasks: unused,
      serviceNow: unused,
      get: (id) => Promise.resolve(this.left.has(id) ? instance(id, "DELETING") : undefined),
      listFiltered: (_filter, signal) => {
        this.looks += 1;
        if (signal.aborted) return Promise.reject(failure({ code: "interrupted", fate: "not-sent" }));
        if (this.lookFails) return Promise.reject(failure({ code: "server-error", fate: "refused" }));
        return Promise.resolve([...(this.isListed ? this.left : [])].map((id) => instance(id, "CREATEFAILED")));
      },
      purgeFailed: () => {
        const answer = this.answers[this.calls];
        this.calls += 1;
        if (this.goesAtOnce && answer === undefined) this.left.clear();
        return answer === undefined
          ? Promise.resolve({ items: this.items, requestId: undefined })
          : Promise.reject(failure(answer));
      },
    };
  }
}

function failure(parts: Partial<CallFailure>): Error {
  const error = new Error("The service said no.");
  return Object.assign(error, { [callFailureMark]: true, code: "invalid", fate: "refused", ...parts });
}

const instance = (id: string, status: string): Instance => ({
  id,
  name: id,
  engine: "kafka",
  engineVersion: "",
  status,
  createdAt: "",
});

const tenMinutes = 10 * 60_000;

describe("a purge", () => {
  test("ends as soon as a read of each candidate answers that it is gone", async () => {
    const project = new FakeProject();
    project.clock.in(700, () => project.left.delete("a"));
    project.clock.in(5_000, () => project.left.delete("b"));
    const outcome = await project.purge();
    expect(outcome).toMatchObject({ removed: candidates, left: [], diagnostics: [] });
    expect(project.calls).toBe(1);
    expect(project.clock.now() - outcome.sentAtMs!).toBeLessThan(10_000);
  });

  test("says after ten minutes which candidates still show, and keeps gone ones apart (purgeIncomplete)", async () => {
    const project = new FakeProject();
    project.clock.in(1_000, () => project.left.delete("a"));
    const { removed, left, diagnostics, sentAtMs } = await project.purge();
    const waitedMs = project.clock.now() - sentAtMs!;
    expect({ removed, left }).toEqual({ removed: [candidates[0]], left: [candidates[1]] });
    expect(waitedMs).toBeGreaterThanOrEqual(tenMinutes);
    expect(waitedMs).toBeLessThan(tenMinutes + 10_000);
    expect(diagnostics).toEqual([purgeIncomplete([candidates[1]!], waitedMs)]);
    expect(diagnostics[0]?.detail).toMatchInlineSnapshot(
      `"The service accepted the purge, but 10m5s later it still shows second (b). They stay in pending; apply again to purge them."`,
    );
    expect(project.calls).toBe(1);
  });

  test("counts candidates that cannot be read as existing", async () => {
    const project = new FakeProject();
    project.left.clear();
    project.lookFails = true;
    project.clock.in(60_000, () => {
      project.lookFails = false;
    });
    const outcome = await project.purge();
    expect(outcome.left).toEqual([]);
    expect(project.clock.now() - outcome.sentAtMs!).toBeGreaterThanOrEqual(60_000);
  });

  test("is sent again after a refusal for now, no sooner than asked for, and not after any other", async () => {
    const throttled = new FakeProject([{ code: "throttled", retryAfterMs: 7_000 }, { code: "busy" }]);
    throttled.goesAtOnce = true;
    const start = throttled.clock.now();
    expect((await throttled.purge()).diagnostics).toEqual([]);
    expect(throttled.calls).toBe(3);
    expect(throttled.clock.now() - start).toBeGreaterThanOrEqual(7_000);

    const refused = new FakeProject([{ code: "forbidden" }]);
    const outcome = await refused.purge();
    expect(outcome).toMatchObject({ removed: [], left: candidates, sentAtMs: undefined });
    expect(outcome.diagnostics.map(({ summary }) => summary)).toEqual(["Service Call Failed"]);
    expect({ calls: refused.calls, looks: refused.looks }).toEqual({ calls: 1, looks: 0 });
  });

  test("is not made again after a wait in which more creations failed: it would remove them too", async () => {
    const project = new FakeProject([{ code: "throttled", retryAfterMs: 120_000 }]);
    project.clock.in(60_000, () => project.left.add("c"));
    const { removed, left, calledAtMs, diagnostics } = await project.purge();
    expect({ removed, left, calledAtMs }).toEqual({
      removed: [],
      left: [{ id: "c", name: "c" }, ...candidates],
      calledAtMs: undefined,
    });
    expect(project.calls).toBe(1);
    expect(diagnostics.map(({ summary }) => summary)).toEqual(["More Failed Instances Than Planned"]);
    expect(diagnostics[0]?.detail).toContain("the creation of 1 more instance has failed: c.");
  });

  test("is not made again for nothing: candidates that went by themselves meanwhile are not removed by it", async () => {
    const project = new FakeProject([{ code: "throttled" }]);
    project.clock.in(500, () => project.left.clear());
    expect(await project.purge()).toMatchObject({
      gone: candidates,
      removed: [],
      left: [],
      calledAtMs: undefined,
      sentAtMs: undefined,
      diagnostics: [],
    });
    expect(project.calls).toBe(1);
  });

  test("is made again for the candidates that are left, and claims those alone", async () => {
    const project = new FakeProject([{ code: "throttled" }]);
    project.goesAtOnce = true;
    project.clock.in(500, () => project.left.delete("a"));
    expect(await project.purge()).toMatchObject({ gone: [candidates[0]], removed: [candidates[1]], left: [] });
    expect(project.calls).toBe(2);
  });

  test("waits where no failed creation is listed and a candidate is not proven to be gone, without a call", async () => {
    const project = new FakeProject([{ code: "throttled" }]);
    project.isListed = false;
    project.clock.in(60_000, () => project.left.clear());
    expect(await project.purge()).toMatchObject({ gone: candidates, removed: [], left: [], diagnostics: [] });
    expect(project.calls).toBe(1);
  });

  test("tells before each call and after each refusal or answer the outcome if the process ended now", async () => {
    const project = new FakeProject([{ code: "throttled" }]);
    project.goesAtOnce = true;
    const start = project.clock.now();
    await project.purge();
    const unsure = { left: candidates, unseen: candidates, sentAtMs: undefined, troubles: [] };
    expect(project.kept).toMatchObject([
      { ...unsure, calledAtMs: start },
      { left: candidates, unseen: [], calledAtMs: undefined, troubles: [{ kind: "refused" }] },
      { ...unsure, calledAtMs: start + 1_000 },
      { ...unsure, calledAtMs: start + 1_000, sentAtMs: start + 1_000 },
    ]);
  });

  test("is not made again on the word of an old look: a look that fails for now is repeated first", async () => {
    const project = new FakeProject([{ code: "busy" }]);
    project.lookFails = true;
    project.clock.in(60_000, () => {
      project.lookFails = false;
      project.goesAtOnce = true;
    });
    const start = project.clock.now();
    const outcome = await project.purge();
    expect(outcome).toMatchObject({ removed: candidates, diagnostics: [] });
    expect(project.calls).toBe(2);
    // The record tells the call that was carried out, not the refused one.
    expect(outcome.sentAtMs! - start).toBeGreaterThanOrEqual(60_000);
  });

  test("that is asked to wait no time at all waits longer and longer all the same", async () => {
    const project = new FakeProject(
      Array.from({ length: 10_000 }, () => ({ code: "throttled" as const, retryAfterMs: 0 })),
    );
    expect((await project.purge()).sentAtMs).toBeUndefined();
    expect(project.calls).toBeLessThan(30);
  });

  test("gives up a call that is refused for now after ten minutes, and says that nothing was done", async () => {
    const project = new FakeProject(Array.from({ length: 200 }, () => ({ code: "busy" as const })));
    const start = project.clock.now();
    const outcome = await project.purge();
    expect(outcome.sentAtMs).toBeUndefined();
    expect(outcome.diagnostics.map(({ summary }) => summary)).toEqual(["Service Call Failed"]);
    expect(project.clock.now() - start).toBeLessThan(tenMinutes + 31_000);
  });

  test("gives up after ten minutes also when the service asks for a longer wait", async () => {
    const project = new FakeProject(
      Array.from({ length: 3 }, () => ({ code: "throttled" as const, retryAfterMs: 8 * 60_000 })),
    );
    const start = project.clock.now();
    expect((await project.purge()).sentAtMs).toBeUndefined();
    expect(project.clock.now() - start).toBe(tenMinutes);
  });

  test("is never sent twice if its fate is unknown: the remaining candidates decide the report", async () => {
    const happened = new FakeProject([{ code: "lost", fate: "unknown" }]);
    happened.left.clear();
    expect(await happened.purge()).toMatchObject({ removed: candidates, diagnostics: [] });

    const lost = new FakeProject([{ code: "lost", fate: "unknown" }]);
    const outcome = await lost.purge();
    // The outcome does not show that there was a purge: the record of the last one stays.
    expect(outcome).toMatchObject({ removed: [], left: candidates, sentAtMs: undefined });
    expect(outcome.diagnostics.map(({ summary }) => summary)).toEqual(["Purge May Not Have Happened"]);
    expect(lost.calls).toBe(1);
  });

  test("that is interrupted looks once more, with its own signal: candidates that are gone then are removed", async () => {
    const project = new FakeProject();
    project.clock.in(3_000, () => {
      project.stopping.abort();
      project.left.delete("a");
    });
    const outcome = await project.purge();
    expect(outcome).toMatchObject({ removed: [candidates[0]], left: [candidates[1]], unseen: [candidates[1]] });

    const done = new FakeProject();
    done.clock.in(3_000, () => {
      done.stopping.abort();
      done.left.clear();
    });
    expect(await done.purge()).toMatchObject({ removed: candidates, left: [], diagnostics: [] });
  });

  test("does not wait for instances for which the service answered failed, and quotes its word", async () => {
    const project = new FakeProject();
    project.items = [
      { id: "A", result: "failed" },
      { id: "b", result: "success" },
    ];
    project.clock.in(2_000, () => project.left.delete("b"));
    const start = project.clock.now();
    const outcome = await project.purge();
    expect(outcome).toMatchObject({ removed: [candidates[1]], left: [candidates[0]], unseen: [], sentAtMs: start });
    expect(outcome.diagnostics).toEqual([purgeRefused([candidates[0]!])]);
    expect(project.clock.now() - start).toBeLessThan(10_000);

    const allDenied = new FakeProject();
    allDenied.items = candidates.map(({ id }) => ({ id, result: "failed" }));
    expect(await allDenied.purge()).toMatchObject({ removed: [], left: candidates, unseen: [] });
    expect(allDenied.looks).toBe(0);
  });

  test("that is interrupted looks once more and tells the candidates that still showed", async () => {
    const project = new FakeProject();
    project.clock.in(3_000, () => project.stopping.abort());
    const outcome = await project.purge();
    expect(outcome.left).toEqual(candidates);
    expect(outcome.diagnostics.map(({ summary }) => summary)).toEqual(["Purge Interrupted"]);
    expect(project.clock.now() - outcome.sentAtMs!).toBe(3_000);
  });
});
