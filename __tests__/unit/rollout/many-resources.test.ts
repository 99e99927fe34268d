import type { ActionRecord } from "../../../lib/domain/action-record";
import { forbidden, lost, readFailed, throttled } from "../../support/rollout/failures";
import type { Service } from "../../../lib/provider/connection/service";
import type { VirtualClock } from "../../support/rollout/clock";
import { applied, asService, idAt, single, type SimulatedResource } from "../../support/rollout/resources";
import { endsIn, getsStuck, ignores, restarts, type Simulation } from "../../support/rollout/simulation";

type Options = Omit<Parameters<typeof applied>[1], "shared">;

/** The end that a record tells; times and request ids are those of the request that was made. */
const endOf = ({ instanceId, result, accepted, status, reason, errorCode }: ActionRecord) => ({
  instanceId,
  result,
  accepted,
  status,
  reason,
  errorCode,
});

const ends = (resources: readonly { readonly records: readonly ActionRecord[] }[]) =>
  resources.map(({ records }) => records.map(endOf));

async function endsAlone(resources: readonly SimulatedResource[], options: Options = {}) {
  const alone = [];
  for (const resource of resources) alone.push(...(await applied([resource], { ...options, shared: false })).resources);
  return ends(alone);
}

/** Each instance once in all requests together. */
const idsSent = (calls: readonly { readonly ids: readonly string[] }[]) => calls.flatMap(({ ids }) => ids).sort();
const hundred = Array.from({ length: 100 }, (_, index) => idAt(index));

describe("a hundred resources of one instance each", () => {
  test("M1: restart in as many requests and listings as one resource of a hundred", async () => {
    const restart = restarts(1_000, 180_000);
    const many = await applied(
      single(100, () => ({ restart })),
      { shared: true },
    );
    const instances = hundred.map((id) => ({ id, restart }));
    const one = await applied([{ instances }], { shared: true });
    expect(many.simulation.calls.map(({ ids }) => ids.length)).toEqual([50, 50]);
    expect(idsSent(many.simulation.calls)).toEqual(hundred);
    expect(many.simulation.looks).toBeLessThanOrEqual(one.simulation.looks + 1);
    expect(many.tookMs).toBeLessThanOrEqual(one.tookMs + 1_000);
    expect(many.resources.flatMap(({ records }) => records.map(({ result }) => result))).toEqual(
      hundred.map(() => "success"),
    );
  });

  test("were called for when their request left, not when they began to wait for each other", async () => {
    const { simulation, resources } = await applied(single(3), { shared: true });
    const [call] = simulation.calls;
    const submitted = resources.flatMap(({ records }) => records.map(({ submittedAt }) => Date.parse(submittedAt)));
    expect(submitted).toEqual([call!.atMs, call!.atMs, call!.atMs]);
  });

  test("come to look together ten at a time, as Terraform applies them, and what follows is one request", async () => {
    const restart = (index: number) => restarts(1_000, 180_000 + ((index * 7_919) % 90_000));
    const resources = single(100, (index) => ({ restart: restart(index) }));
    const shared = await applied(resources, { shared: true, parallelism: 10 });
    const apart = await applied(resources, { shared: false, parallelism: 10 });
    expect(idsSent(shared.simulation.calls)).toEqual(hundred);
    expect(shared.simulation.calls.length).toBeLessThan(apart.simulation.calls.length);
    expect(shared.simulation.looks).toBeLessThan(apart.simulation.looks / 4);
    expect(shared.tookMs).toBeLessThan(apart.tookMs * 1.02);
  });

  test("M2: end as each would alone when some are cancelled, refused, busy, stuck, ignored or in another provider block", async () => {
    const scripts = new Map([
      [3, { refused: true }],
      [7, { busyTimes: 2 }],
      [11, { failedTimes: 1 }],
      [12, { restart: ignores }],
      [13, { restart: getsStuck }],
      [14, { restart: endsIn("ERROR") }],
      [15, { status: "CREATEFAILED" }],
      [16, { unanswered: { reached: true } }],
    ]);
    const resources = single(100, (index) => scripts.get(index) ?? {}).map((resource, index) => {
      if (index === 20) return { ...resource, stopAfterMs: 30_000 };
      return index % 10 === 9 ? { ...resource, provider: "v2" } : resource;
    });
    const many = await applied(resources, { shared: true });
    expect(ends(many.resources)).toEqual(await endsAlone(resources));
    const effective = many.simulation.calls.flatMap((call) => call.effective);
    expect(new Set(effective).size).toBe(effective.length);
  });

  test("M4: split off one that the service refuses, and send no other twice with effect", async () => {
    const resources = single(50, (index) => (index === 17 ? { refused: true } : {}));
    const { simulation, resources: ended } = await applied(resources, { shared: true });
    expect(idsSent(simulation.calls.map((call) => ({ ids: call.effective })))).toEqual(
      hundred.slice(0, 50).filter((id) => id !== idAt(17)),
    );
    expect(ended[17]?.records[0]).toMatchObject({ result: "failed", errorCode: "DMS.00404022" });
    expect(simulation.calls.length).toBeLessThanOrEqual(13);
  });

  test("M4: ask one by one when a request is forbidden: one of them may lack a right that the others have", async () => {
    const callFault = (_call: number, ids: readonly string[]) =>
      ids.includes(idAt(5)) ? { failure: forbidden, carriedOut: false } : undefined;
    const resources = single(20);
    const many = await applied(resources, { shared: true, callFault });
    expect(ends(many.resources)).toEqual(await endsAlone(resources, { callFault }));
    expect(many.simulation.calls).toHaveLength(21);
  });

  test.each([true, false])(
    "M3: look up a request whose answer is lost, and never send it again (carried out: %s)",
    async (carriedOut) => {
      const callFault = (call: number) => (call === 0 ? { failure: lost, carriedOut } : undefined);
      const many = await applied(single(40), { shared: true, callFault });
      expect(many.simulation.calls).toHaveLength(1);
      const [alone] = await endsAlone(single(1), { callFault });
      const expected = single(40).map((_, index) => alone?.map((end) => ({ ...end, instanceId: idAt(index) })));
      expect(ends(many.resources)).toEqual(expected);
    },
  );

  test("send again, all together, the calls that flow control refused", async () => {
    const callFault = (call: number) =>
      call === 0 ? { failure: () => throttled(7_000), carriedOut: false } : undefined;
    const { simulation } = await applied(single(40), { shared: true, callFault });
    expect(simulation.calls.map(({ ids, effective }) => [ids.length, effective.length])).toEqual([
      [40, 0],
      [40, 40],
    ]);
  });

  test("go on after a listing that failed once for all of them", async () => {
    const listFault = (look: number) => (look === 2 ? readFailed() : undefined);
    const { resources } = await applied(single(30), { shared: true, listFault });
    expect(resources.map(({ records }) => records[0]?.result)).toEqual(hundred.slice(0, 30).map(() => "success"));
    const failed = resources.map(({ events }) => events.filter(({ kind }) => kind === "look-failed").length);
    expect(failed).toEqual(hundred.slice(0, 30).map(() => 1));
  });

  test("M5, M6: send nothing of one that was stopped while its call waited for others", async () => {
    // Latency 100 ms: the look answers then, and the call waits until 150 ms.
    const resources = single(10).map((resource, index) => (index === 4 ? { ...resource, stopAfterMs: 120 } : resource));
    const { simulation, resources: ended } = await applied(resources, { shared: true });
    expect(idsSent(simulation.calls)).toEqual(hundred.slice(0, 10).filter((id) => id !== idAt(4)));
    expect(ended[4]?.records[0]).toMatchObject({ result: "not_started", accepted: false });
  });

  test("M7: do not send the rest of a request that was refused late: they look again, and ask again together", async () => {
    const callFault = (call: number) =>
      call === 0 ? { failure: forbidden, carriedOut: false, tookMs: 6_000 } : undefined;
    const { simulation, resources } = await applied(single(20), { shared: true, callFault });
    expect(simulation.calls.map(({ ids, effective }) => [ids.length, effective.length])).toEqual([
      [20, 0],
      [20, 20],
    ]);
    expect(resources.map(({ records }) => records[0]?.result)).toEqual(resources.map(() => "success"));
  });

  /** The first call waits so long for a login before it leaves. */
  const loggingIn = (waitMs: number) => {
    let logins = 0;
    return (fleet: Simulation, clock: VirtualClock): Service => ({
      ...asService(fleet),
      act: async (action, ids, options, signal) => {
        logins += 1;
        if (logins === 1) await clock.sleep(waitMs, signal);
        return fleet.act(action, ids, options, signal);
      },
    });
  };

  test.each([
    ["M7: of several resources", 20, 6_000],
    ["of one", 1, 11_000],
  ])(
    "send nothing that a login held up, %s: they ask again, together, on a look that is young enough",
    async (_, count, waitMs) => {
      const { simulation, resources } = await applied(single(count), { shared: true, serviceOf: loggingIn(waitMs) });
      expect(simulation.calls.map(({ ids }) => ids.length)).toEqual([count]);
      const [call] = simulation.calls;
      const looked = simulation.lookedAtMs.filter((atMs) => atMs < call!.atMs);
      expect(call!.atMs - looked.at(-1)!).toBeLessThanOrEqual(10_000);
      expect(resources.map(({ records }) => records[0]?.result)).toEqual(resources.map(() => "success"));
    },
  );

  test("M6: send nothing of one that was stopped while its call waited for a login", async () => {
    const resources = single(5).map((resource, index) =>
      index === 2 ? { ...resource, stopAfterMs: 1_000 } : resource,
    );
    const { simulation, resources: ended } = await applied(resources, { shared: true, serviceOf: loggingIn(2_000) });
    expect(idsSent(simulation.calls)).toEqual(hundred.slice(0, 5).filter((id) => id !== idAt(2)));
    expect(ended.map(({ records }) => records[0]?.result)).toEqual(
      ended.map((_, index) => (index === 2 ? "not_started" : "success")),
    );
  });

  test("keep to the max_unavailable of each", async () => {
    const restart = restarts(1_000, 60_000);
    const resources = Array.from({ length: 10 }, (_, index): SimulatedResource => {
      const instances = [0, 1, 2].map((member) => ({ id: `${idAt(index)}-${String(member)}`, restart }));
      return { instances, settings: { maxUnavailable: 1 } };
    });
    const { simulation } = await applied(resources, { shared: true });
    for (const atMs of simulation.moments()) {
      for (const { instances } of resources) {
        const down = instances.filter(({ id }) => simulation.isDown(id, atMs, { untilReturn: false }));
        expect(down.length).toBeLessThanOrEqual(1);
      }
    }
    expect(simulation.calls.map(({ ids }) => ids.length)).toEqual([10, 10, 10]);
  });
});
