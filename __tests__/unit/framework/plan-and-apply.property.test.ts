import fc from "fast-check";
import { hasErrors } from "../../../lib/framework/values/diagnostic";
import { impliedType } from "../../../lib/framework/values/schema";
import { decodeJson, parseJson } from "../../../lib/framework/values/state-json";
import { findPlanViolations } from "../../../lib/framework/rules/plan-rules";
import type { ProviderServer } from "../../../lib/framework/server";
import { isWhollyKnown, type ObjectValue, type Value } from "../../../lib/framework/values/value";
import { randomRuns } from "../../support/chaos/random-runs";
import { configOf, valueOf } from "../../support/framework/arbitraries";
import { counterSchema, counterServer } from "../../support/framework/counter";
import { invalidPlaces } from "../../support/framework/plan-oracle";
import { stateText } from "../../support/framework/state-json";

const type = "demo_counter";
const { attributes } = counterSchema;
const known = configOf(attributes, false);
const partlyKnown = configOf(attributes, true);
const runs = randomRuns(80);

async function plan(server: ProviderServer, config: ObjectValue, prior?: ObjectValue) {
  return server.planResourceChange(type, { config, proposed: config, prior, priorPrivate: undefined });
}

async function create(server: ProviderServer, config: ObjectValue): Promise<ObjectValue> {
  const { planned } = await plan(server, config);
  const answer = await server.applyResourceChange(type, {
    prior: undefined,
    planned,
    config,
    plannedPrivate: undefined,
  });
  expect(answer.diagnostics).toEqual([]);
  if (answer.state === undefined) throw new Error("nothing was created");
  return answer.state;
}

test("a plan never breaks Terraform's rules, for any configuration and any prior state", async () => {
  const { server } = counterServer();
  await fc.assert(
    fc.asyncProperty(fc.option(known), partlyKnown, async (before, config) => {
      const prior = before === null ? undefined : await create(server, before);
      const { planned, diagnostics } = await plan(server, config, prior);
      expect(diagnostics).toEqual([]);
      expect(invalidPlaces(attributes, prior ?? null, config, planned ?? {})).toEqual([]);
      expect((await plan(server, config, prior)).planned).toStrictEqual(planned);
    }),
    runs,
  );
});

test("after an apply the next plan is the state exactly, also when the state has been through its JSON", async () => {
  const { server } = counterServer();
  await fc.assert(
    fc.asyncProperty(known, async (config) => {
      const state = await create(server, config);
      expect(isWhollyKnown(state)).toBe(true);
      expect((await plan(server, config, state)).planned).toStrictEqual(state);
      const text = stateText(impliedType(attributes), state);
      const stored = decodeJson(impliedType(attributes), parseJson(text)).value as ObjectValue;
      expect((await plan(server, config, stored)).planned).toStrictEqual(stored);
    }),
    runs,
  );
});

test("an update from any state to any configuration is applied as it was planned", async () => {
  const { server } = counterServer();
  await fc.assert(
    fc.asyncProperty(known, known, async (before, config) => {
      const prior = await create(server, before);
      const { planned } = await plan(server, config, prior);
      const change = { prior, planned, config, plannedPrivate: undefined };
      const { state, diagnostics } = await server.applyResourceChange(type, change);
      expect(diagnostics).toEqual([]);
      expect((await plan(server, config, state)).planned).toStrictEqual(state);
    }),
    runs,
  );
});

describe("a resource that plans anything at all", () => {
  const name = fc.constantFrom(...Object.keys(attributes));
  const changed = name.chain((field) =>
    valueOf(impliedType(attributes).object[field] ?? "string").map((value): [string, Value] => [field, value]),
  );

  test("is refused wherever Terraform would refuse it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.option(known), known, changed, async (before, config, [field, value]) => {
        const prior = before === null ? undefined : await create(counterServer().server, before);
        const { server } = counterServer({
          plan: ({ proposed }) => Promise.resolve({ planned: { ...proposed, [field]: value } }),
        });
        const { planned, diagnostics } = await plan(server, config, prior);
        if (!hasErrors(diagnostics))
          expect(invalidPlaces(attributes, prior ?? null, config, planned ?? {})).toEqual([]);
      }),
      randomRuns(250),
    );
  });

  test("is not refused where Terraform would take it", () => {
    fc.assert(
      fc.property(known, changed, (config, [field, value]) => {
        const planned: ObjectValue = { ...config, [field]: value };
        const violations = findPlanViolations(attributes, { prior: undefined, config, planned });
        fc.pre(invalidPlaces(attributes, null, config, planned).length === 0);
        expect(violations).toEqual([]);
      }),
      randomRuns(250),
    );
  });
});
