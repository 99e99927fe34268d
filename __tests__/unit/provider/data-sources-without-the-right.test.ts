import type { CallContext } from "../../../lib/framework/resource";
import { instanceDataSource, instancesDataSource } from "../../../lib/provider/data-sources";
import type { Connections } from "../../../lib/provider/connection/service";
import { createMachine } from "../../support/lifecycle/local-memory";
import { readyDataFor } from "../../support/lifecycle/provider-process";
import { VirtualClock } from "../../support/rollout/clock";
import { forbidden } from "../../support/rollout/failures";

/** A provider whose user may not list. */
function context(): CallContext<Connections> {
  const api = { listFiltered: () => Promise.reject(forbidden()) } as never;
  const data = { ...readyDataFor({ api, clock: new VirtualClock(), memory: createMachine() }), service: api };
  return {
    provider: { at: () => Promise.resolve({ data, diagnostics: [] }) },
    signal: new AbortController().signal,
  } as unknown as CallContext<Connections>;
}

const place = { project_id: null, project_name: null, region: null };
const named = { severity: "error", detail: expect.stringContaining("(dms:instance:list)") as string };

test("a list that is forbidden is an error that names the missing right", async () => {
  const filters = { engine: null, name: null, exact_name: null, status: null, include_failed: null, tags: null };
  const config = { ...place, ...filters, enterprise_project_id: null, at_least: null };
  expect(await instancesDataSource.read(config as never, context())).toMatchObject({ diagnostics: [named] });
});

test("so it is for an instance that is looked up by its name", async () => {
  const config = { ...place, instance_id: null, name: "orders" };
  expect(await instanceDataSource.read(config as never, context())).toMatchObject({ diagnostics: [named] });
});
