import fc from "fast-check";
import { idOf } from "../acceptance/hcl";
import type { Cut, CutCall, Harm } from "../chaos/cutting-proxy";

/** The trouble during one apply. */
export type Trouble =
  | { readonly kind: "none" }
  /** The service misbehaves by these rules of the emulator. */
  | { readonly kind: "service"; readonly title: string; readonly faults: readonly object[] }
  /** The network breaks at one place. */
  | { readonly kind: "network"; readonly harm: Harm };

const once = { operation: "action", times: 1 } as const;
const of = (name: string): object => ({ ...once, instance: idOf(name) });

const atService: Readonly<Record<string, readonly object[]>> = {
  "the call is lost on its way": [{ on: once, do: { drop: "before" } }],
  "the answer is lost": [{ on: once, do: { drop: "after" } }],
  "the answer is cut": [{ on: once, do: { truncate: true } }],
  "the answer is late": [{ on: once, do: { delay_ms: 400 } }],
  "the service is busy": [{ on: once, do: { status: 503 } }],
  "the service asks for fewer calls": [{ on: once, do: { status: 429, retry_after: 1 } }],
  "the service refuses the call": [
    { on: once, do: { status: 400, error_code: "DMS.00400062", error_msg: "Not today." } },
  ],
  "one instance is refused": [{ on: of("bee"), do: { item: "failed" } }],
  "one call is answered, and nothing is done": [{ on: of("cat"), do: { ignore: true } }],
  "one action does not end": [{ on: of("dog"), do: { stuck: true } }],
  "one restart ends in ERROR": [{ on: of("ant"), do: { end: "ERROR" } }],
  "one restart ends in an unknown status": [{ on: of("bee"), do: { end: "SOMETHING_NEW" } }],
  "one restart never happens, another operation runs": [
    { on: of("cat"), do: { ignore: true } },
    { on: of("cat"), do: { show: "EXTENDING", for_ms: 60_000 } },
  ],
  "an unknown status is shown for a while": [{ on: of("ant"), do: { show: "SOMETHING_NEW", for_ms: 600_000 } }],
  "a restart that reads do not show": [{ on: of("bee"), do: { show: "RUNNING", for_ms: 600_000 } }],
  "a list fails": [{ on: { operation: "list", after: 1, times: 2 }, do: { status: 500 } }],
  "a list leaves an instance out": [
    { on: { operation: "list", instance: idOf("ant"), after: 1, times: 2 }, do: { omit: true } },
  ],
  "a list shows the status before": [
    { on: { operation: "list", instance: idOf("bee"), times: 3 }, do: { stale: true } },
  ],
  "task records are refused": [{ on: { operation: "tasks" }, do: { status: 403 } }],
};

const anyPlace = fc.integer({ min: 0, max: 600 });
const anyCut: fc.Arbitrary<Cut> = fc.oneof(
  anyPlace.map((afterBytes): Cut => ({ kind: "request", afterBytes })),
  anyPlace.map((afterBytes): Cut => ({ kind: "answer", afterBytes })),
  fc.integer({ min: 0, max: 1_000 }).map((byMs): Cut => ({ kind: "late", byMs })),
  fc.constantFrom<Cut>({ kind: "doubled" }, { kind: "silence" }, { kind: "greeting" }),
);
const anyCall: fc.Arbitrary<CutCall> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<CutCall>("action") },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 8 }) },
);

export const anyTrouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Trouble>({ kind: "none" }) },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...Object.entries(atService))
      .map(([title, faults]): Trouble => ({ kind: "service", title, faults })),
  },
  {
    weight: 2,
    arbitrary: fc.record({ call: anyCall, cut: anyCut }).map((harm): Trouble => ({ kind: "network", harm })),
  },
);
