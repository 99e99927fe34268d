import { decided } from "../support/terraform-model/fleet/exclusions";
import { play } from "../support/terraform-model/fleet/history";
import {
  apply,
  destroy,
  edit,
  event,
  keep,
  manner,
  plan,
  retire,
  set,
  type Step,
  taint,
} from "../support/terraform-model/fleet/steps";
import { judge, type PropertyName, type Verdict } from "../support/terraform-model/fleet/verdict";

interface Story {
  readonly title: string;
  readonly steps: readonly Step[];
}

/**
 * The smallest histories in which rules that compared less broke a property. Each begins with a fleet of `ant` and `bee`, and trigger 1.
 */
const stories: readonly Story[] = [
  {
    title: "a deletion that failed is reverted with its trigger: nothing is due",
    steps: [
      apply(),
      retire("ant"),
      edit("ant", "2"),
      manner("ant", "item failed"),
      apply(),
      keep("ant"),
      edit("ant", "1"),
      plan(),
    ],
  },
  {
    title:
      "a restart leaves an instance in ERROR, as it was before: it is not due again, also when it is well, but for a new trigger",
    steps: [
      apply(),
      event("ant", "breaks"),
      edit("ant", "2"),
      manner("ant", "ends in ERROR"),
      apply(),
      apply(),
      plan(),
      event("ant", "is well again"),
      apply(),
      edit("ant", "1"),
      manner("ant", "works"),
      apply(),
      plan(),
    ],
  },
  {
    title:
      "OpenTofu has not saved the end of a killed replacement: the object lives on, is tainted by hand, and replaced",
    steps: [
      { do: "use OpenTofu" },
      apply(),
      event("ant", "breaks"),
      set({ restart_unhealthy: true }),
      apply({ replace: true, kill: { atServiceCall: 3, carriedOut: false } }),
      taint,
      apply({ calls: "unreachable" }),
      apply(),
      plan(),
    ],
  },
  {
    title: "an object that never got its id, and lives on untainted, is replaced without a refresh: its ledger is kept",
    steps: [
      apply(),
      retire("ant"),
      manner("ant", "ignored"),
      apply({ replace: true }),
      { do: "untaint" },
      manner("ant", "refused"),
      apply(),
      edit("ant", "2"),
      apply(),
      keep("ant"),
      manner("ant", "works"),
      apply({ refresh: false, replace: true }),
    ],
  },
  {
    title: "an instance that is there again after its proven deletion is restarted again",
    steps: [
      apply(),
      edit("ant", "2"),
      apply({ calls: "unreachable" }),
      apply({ interruptAt: 4 }),
      retire("ant"),
      edit("ant", "1"),
      apply(),
      keep("ant"),
      edit("ant", "2"),
      manner("ant", "works"),
      apply(),
      plan(),
    ],
  },
  {
    title:
      "a failed creation is finished on another machine and tainted by hand: the first machine's memory of it is out of date",
    steps: [
      apply(),
      edit("ant", "2"),
      apply({ replace: true, calls: "unreachable" }),
      plan(),
      apply({ machine: "b" }),
      taint,
      apply(),
      plan(),
    ],
  },
  {
    title: "created first, and interrupted: the failed creation's ledger counts beside the object that was put aside",
    steps: [
      apply(),
      retire("ant"),
      edit("ant", "2"),
      { do: "create before destroy", on: true },
      apply({ replace: true, interruptAt: 2 }),
      keep("ant"),
      edit("ant", "1"),
      apply({ refresh: false, calls: "unreachable" }),
      plan(),
    ],
  },
  {
    title: "a deletion that failed and was given up is over once the instance has restarted",
    steps: [
      apply(),
      retire("ant"),
      manner("ant", "refused"),
      apply({ refresh: false }),
      keep("ant"),
      edit("ant", "2"),
      manner("ant", "works"),
      apply(),
      event("ant", "is deleted"),
      apply({ refresh: false }),
      retire("ant"),
      plan(),
    ],
  },
  {
    title: "an instance in ERROR is restarted once for its health, and once more when it was well in between",
    steps: [
      set({ restart_unhealthy: true }),
      apply(),
      event("ant", "breaks"),
      manner("ant", "ends in ERROR"),
      apply(),
      apply(),
      event("ant", "is well again"),
      apply(),
      event("ant", "breaks"),
      apply(),
      plan(),
    ],
  },
  {
    title: "a deletion of unknown end is reverted with its trigger: it is verified",
    steps: [
      apply(),
      retire("ant"),
      edit("ant", "2"),
      manner("ant", "slow"),
      apply(),
      keep("ant"),
      edit("ant", "1"),
      plan(),
      edit("ant", "2"),
      plan(),
    ],
  },
  {
    title: "a deletion of unknown end is wanted again after a restart that could not be sent: it is verified",
    steps: [
      apply(),
      retire("ant"),
      manner("ant", "stuck"),
      apply(),
      keep("ant"),
      edit("ant", "2"),
      apply({ calls: "forbidden" }),
      retire("ant"),
      plan(),
    ],
  },
  {
    title: "a restart of unknown end, a deletion that failed, the instance gone for a while: the restart is verified",
    steps: [
      apply(),
      set({ on_missing: "forget" }),
      edit("ant", "2"),
      manner("ant", "slow"),
      apply(),
      retire("ant"),
      manner("ant", "item failed"),
      apply(),
      keep("ant"),
      event("ant", "is deleted"),
      apply(),
      event("ant", "is back"),
      plan(),
    ],
  },
  {
    title: "a restart that was not sent is undone after one that failed: that one is due",
    steps: [
      apply(),
      edit("ant", "2"),
      manner("ant", "ends in ERROR"),
      apply(),
      edit("ant", "3"),
      apply({ calls: "forbidden" }),
      edit("ant", "2"),
      plan(),
    ],
  },
  {
    title: "a deletion that was not sent is given up, and the trigger that came with it stays: the restart is due",
    steps: [apply(), retire("ant"), edit("ant", "2"), apply({ calls: "forbidden" }), keep("ant"), plan()],
  },
  {
    title: "a restart for health that failed is due while the instance is in ERROR and restart_unhealthy is set",
    steps: [
      set({ restart_unhealthy: true }),
      apply(),
      event("ant", "breaks"),
      manner("ant", "item failed"),
      apply(),
      plan(),
      set({ restart_unhealthy: false }),
      plan(),
      set({ restart_unhealthy: true }),
      event("ant", "is well again"),
      apply(),
      plan(),
    ],
  },
  {
    title: "a restart that a replacement could not send is undone: nothing is due",
    steps: [apply(), edit("ant", "2"), apply({ replace: true, calls: "unreachable" }), edit("ant", "1"), plan()],
  },
  {
    title: "a restart of unknown end, a deletion refused in a replacement and reverted: the restart is verified",
    steps: [
      set({ restart_on_create: true }),
      manner("ant", "slow"),
      apply(),
      event("ant", "breaks"),
      retire("ant"),
      manner("ant", "refused"),
      apply({ replace: true }),
      keep("ant"),
      plan(),
    ],
  },
  {
    title: "a deletion could not be sent, and a user has deleted the instance: nothing is due",
    steps: [apply(), retire("ant"), apply({ calls: "forbidden" }), event("ant", "is deleted"), plan()],
  },
  {
    title: "a restart of unknown end, a replacement for another trigger killed, the trigger reverted: it is verified",
    steps: [
      set({ restart_on_create: true }),
      manner("ant", "stuck"),
      apply(),
      edit("ant", "2"),
      apply({ replace: true, kill: { atServiceCall: 4, carriedOut: false } }),
      edit("ant", "1"),
      plan(),
    ],
  },
  {
    title: "a trigger is edited and the object tainted: both plans of the apply say the same",
    steps: [apply(), edit("ant", "2"), taint, apply()],
  },
  {
    title: "a replacement dies before anything is done, and the object is untainted: its new trigger is due, as before",
    steps: [
      apply(),
      edit("ant", "2"),
      taint,
      apply({ kill: { afterAnswers: 8 } }),
      { do: "untaint" },
      plan(),
      apply(),
      plan(),
    ],
  },
  {
    title: "a restart is killed, a deletion is tried and reverted: the restart is verified",
    steps: [
      apply(),
      edit("ant", "2"),
      apply({ kill: { atServiceCall: 4, carriedOut: true } }),
      retire("ant"),
      manner("ant", "item failed"),
      apply(),
      keep("ant"),
      plan(),
    ],
  },
  {
    title: "a deletion failed, and the next one is killed when it is over: nothing is verified",
    steps: [
      apply(),
      retire("ant"),
      plan({ machine: "b" }),
      manner("ant", "item failed"),
      apply(),
      apply({ kill: { atServiceCall: 8, carriedOut: false } }),
      plan(),
    ],
  },
  {
    title: "a deletion of unknown end, and the object is tainted: it is verified, not sent again",
    steps: [apply(), retire("ant"), manner("ant", "stuck"), apply(), taint, apply(), plan()],
  },
  {
    title: "a killed creation has sent a deletion, and the instance is wanted again: it is verified",
    steps: [
      apply(),
      retire("ant"),
      destroy,
      manner("ant", "slow"),
      apply({ kill: { atServiceCall: 5, carriedOut: true } }),
      keep("ant"),
      plan(),
    ],
  },
  {
    title: "an entry is removed in one replacement and declared again in the next: both plans of that say the same",
    steps: [
      set({ restart_on_create: true }),
      apply(),
      { do: "remove", name: "ant" },
      apply({ replace: true }),
      { do: "add", name: "ant" },
      apply({ replace: true }),
      plan(),
    ],
  },
  {
    title:
      "a creation has left an instance in ERROR, as it was before, and was planned: without a refresh it is not due either",
    steps: [
      apply(),
      edit("ant", "2"),
      manner("ant", "ends in ERROR"),
      apply({ replace: true }),
      apply(),
      plan(),
      plan({ refresh: false }),
    ],
  },
  {
    title:
      "a creation has left an instance in ERROR, and what it was created before is destroyed: without a refresh it is not due",
    steps: [
      { do: "create before destroy", on: true },
      apply(),
      edit("ant", "2"),
      manner("ant", "ends in ERROR"),
      apply({ replace: true }),
      apply(),
      apply(),
      plan({ refresh: false }),
    ],
  },
  {
    title:
      "a deletion that a replacement could not send is planned and given up: without a refresh its trigger is due all the same",
    steps: [
      apply(),
      retire("ant"),
      edit("ant", "2"),
      apply({ replace: true, calls: "unreachable" }),
      plan(),
      keep("ant"),
      plan({ refresh: false }),
    ],
  },
  {
    title: "a restart is killed when it had left the instance in ERROR, as it was before: it is not due again",
    steps: [
      apply(),
      edit("ant", "2"),
      manner("ant", "ends in ERROR"),
      apply(),
      apply({ kill: { atServiceCall: 6, carriedOut: false } }),
      plan(),
    ],
  },
  {
    title: "the deletion of an imported instance fails and is given up with a new trigger: that one is due",
    steps: [
      destroy,
      { do: "import" },
      retire("ant"),
      manner("ant", "item failed"),
      apply(),
      keep("ant"),
      edit("ant", "2"),
      plan(),
    ],
  },
  {
    title:
      "a replacement is killed before its creation, and a destroy finds nothing: the next creation succeeds the object",
    steps: [
      apply(),
      retire("ant"),
      apply({ replace: true, kill: { atServiceCall: 2, carriedOut: false } }),
      destroy,
      keep("ant"),
      edit("ant", "2"),
      plan(),
    ],
  },
  {
    title:
      "a deletion of unknown end, the object tainted and made again elsewhere when the instance is gone: nothing is due",
    steps: [apply(), retire("ant"), apply({ interruptAt: 4, machine: "b" }), taint, apply(), plan()],
  },
  {
    title: "the saved plan of an interrupted replacement is killed on another machine once it has destroyed the object",
    steps: [
      apply(),
      retire("ant"),
      apply({ machine: "b", replace: true, interruptAt: 4 }),
      { do: "save", machine: "b" },
      { do: "apply saved", kill: { atServiceCall: 1, carriedOut: false } },
      plan({ refresh: false }),
    ],
  },
  {
    title:
      "a deletion that failed was given up, and is declared again when a user has deleted the instance: nothing is due",
    steps: [
      apply(),
      retire("ant"),
      manner("ant", "ignored"),
      apply(),
      keep("ant"),
      apply(),
      retire("ant"),
      event("ant", "is deleted"),
      plan(),
    ],
  },
];

/** A story in which less or more is listed than the account of an instance has; decision 018 gives the reason. */
interface Decided extends Story {
  /** The name of its situation in fleet/exclusions.ts. */
  readonly situation: string;
  readonly breaks: readonly PropertyName[];
}

const decidedStories: readonly Decided[] = [
  {
    situation: "a killed restart is taken back",
    title: "a restart is killed and its trigger reverted",
    steps: [
      apply(),
      edit("ant", "2"),
      apply({ kill: { atServiceCall: 4, carriedOut: true } }),
      edit("ant", "1"),
      plan(),
    ],
    breaks: ["listsTheUnproven"],
  },
  {
    situation: "a record that is out of date decides what is due",
    title: "an object is destroyed on another machine and made again with restart_on_create",
    steps: [set({ restart_on_create: true }), apply({ machine: "b" }), destroy, plan({ machine: "b" })],
    breaks: ["listsTheUnproven"],
  },
  {
    situation: "a record that is out of date decides what is due",
    title:
      "an object is destroyed while a deletion is under way, and imported: other machines look the deletion up, too",
    steps: [
      apply(),
      retire("ant"),
      manner("ant", "slow"),
      apply({ interruptAt: 4 }),
      destroy,
      { do: "import" },
      plan({ machine: "b" }),
    ],
    breaks: ["listsTheUnproven"],
  },
  {
    situation: "a creation that failed on another machine is planned without a refresh",
    title: "a deletion that could not be sent on another machine is given up, and planned without a refresh",
    steps: [
      apply(),
      retire("ant"),
      edit("ant", "2"),
      apply({ machine: "b", replace: true, calls: "unreachable" }),
      keep("ant"),
      plan({ refresh: false }),
    ],
    breaks: ["listsTheUnproven"],
  },
  {
    situation: "a creation that failed on another machine is planned without a refresh",
    title:
      "a replacement fails, another machine applies it again, and the first one plans without refresh: due once more",
    steps: [
      apply(),
      edit("ant", "2"),
      manner("ant", "ends in ERROR"),
      apply({ replace: true }),
      apply({ machine: "b" }),
      plan({ refresh: false }),
    ],
    breaks: ["listsTheUnproven"],
  },
  {
    situation: "a successor that was answered is not saved",
    title: "a replacement is killed between its last answer and its state, and a trigger edited",
    steps: [apply(), apply({ replace: true, kill: { afterAnswers: 15 } }), edit("ant", "2"), plan()],
    breaks: ["listsTheUnproven"],
  },
  {
    situation: "a deletion of unknown end is wanted or given up with other triggers than those it was sent with",
    title: "a deletion of unknown end is verified with another trigger, and the instance wanted with that",
    steps: [apply(), retire("ant"), manner("ant", "stuck"), apply(), edit("ant", "2"), apply(), keep("ant"), plan()],
    breaks: ["listsTheUnproven"],
  },
];

/** Plans that Terraform refuses inside the apply, because the journal differs from that of the first plan. */
const refused: readonly Story[] = [
  {
    title: "a creation is killed, and the saved plan of the next one applied on another machine: nothing is sent",
    steps: [
      apply(),
      retire("ant"),
      destroy,
      apply({ kill: { atServiceCall: 5, carriedOut: false } }),
      { do: "save" },
      destroy,
      { do: "apply saved", machine: "b" },
    ],
  },
  {
    title: "a plan without a refresh is saved, an apply killed, and the plan applied: nothing is sent",
    steps: [
      apply(),
      retire("ant"),
      { do: "save", refresh: false },
      apply({ kill: { atServiceCall: 3, carriedOut: false } }),
      { do: "apply saved" },
    ],
  },
];

function brokenIn({ wrong }: Verdict): readonly string[] {
  return Object.entries(wrong).flatMap(([name, found]) => (found.length > 0 ? [name] : []));
}

test.each(stories.map(({ title, steps }) => [title, steps] as const))("%s", async (_, steps) => {
  expect(brokenIn(await judge(steps))).toEqual([]);
});

describe("a case whose result differs from the account", () => {
  test.each(decidedStories.map((story) => [story.title, story] as const))("%s", async (_, { steps, breaks }) => {
    expect(brokenIn(await judge(steps))).toEqual(breaks);
    expect(brokenIn(await judge(steps, decided))).toEqual([]);
  });

  test("has a name in the exclusions of the random histories, and each of these a story", () => {
    expect(decided.map(({ name }) => name).sort()).toEqual(
      [...new Set(decidedStories.map(({ situation }) => situation))].sort(),
    );
  });

  test.each(refused.map(({ title, steps }) => [title, steps] as const))("%s", async (_, steps) => {
    const last = (await play(steps)).at(-1);
    expect(last?.kind === "bug" && last.message).toContain("Provider produced inconsistent final plan");
  });
});
