/** Stories of one file that belong together, and their subject. */
interface Chapter {
  readonly subject: string;
  /** A file of the lane `acceptance`, without its ending. */
  readonly file: string;
  /** The title of the `describe` block around them; empty when there is none. */
  readonly within: string;
  readonly tests: readonly string[];
}

/**
 * The promises of the product on every Terraform and OpenTofu that it supports: the only list of the stories that the lane `versions` runs on
 * each of them. They are tests of the lane `acceptance`, which runs all of its tests on the program on `PATH`.
 *
 * Versions differ:
 * - `removed` blocks need 1.7. Before that, the stories use `terraform state rm` (`forget` in `support/acceptance`).
 * - Actions need Terraform 1.14, and OpenTofu has none. They have files of their own in this lane.
 * - The order of their calls to a provider differs, and when they save the state: `terraform-model/ways.ts` names each difference, and the
 *   stories of `call-order` hold the model of Terraform to every program of this lane. They are not in this list.
 */
const chapters: readonly Chapter[] = [
  {
    subject: "adoption, a change, a deletion, each followed by an empty plan",
    file: "lifecycle",
    within: "dms_instance_lifecycle",
    tests: ["adopts, restarts on a changed trigger, deletes with consent; each second plan is empty"],
  },
  {
    subject: "changes without a call: renaming, forgetting, destroying",
    file: "adopt-and-forget",
    within: "steps without a write call",
    tests: [
      "adopting, renaming a key, and changing anything but triggers and states",
      "a result follows its instance to a new key, and a restart is not repeated there",
      "a removed key is forgotten, and taken back without a restart",
      "destroying and removing resources: instances stay as they are",
    ],
  },
  {
    subject: "waves",
    file: "waves",
    within: "waves",
    tests: [
      `max_unavailable = "2", canary = 1: the plan's wave numbers are the order of the calls`,
      "never has more than max_unavailable down: a wave begins after the last one is RUNNING again",
      "unhealthy instances go first, deletions apart from restarts and after them",
      "later waves are not started once more failed than max_failures allows; the next apply takes up the rest",
      "a failed canary spares the rest, and on_failure report writes the outputs and exits 0",
    ],
  },
  {
    subject: "failure and repair",
    file: "unfinished",
    within: "the unfinished actions after a failure",
    tests: [
      "with on_failure error a failed first apply is finished by the next one (plan [])",
      `with on_failure report a failed first apply is finished by the next one (plan ["-refresh=false"])`,
      "a restart that never began is failed and due again; a replacement acts on nothing by itself",
    ],
  },
  {
    subject: "a run that was killed, and what is verified after it",
    file: "earlier-runs",
    within: "a run that was killed",
    tests: [
      "in an update: the next plan lists the unfinished actions and tells the ones that are not repeated, and why",
      "is known after Terraform's data folder was deleted; a run that ended leaves no copy",
      "the knowledge of a refresh goes to another machine with the saved plan",
      "is forgotten with the change it was for: triggers taken back restart nothing, triggers changed again restart",
      "in the first apply: nothing is restarted twice, and nothing is restarted that is not asked for any more",
      "does not count in another workspace",
    ],
  },
  {
    subject: "one instance over several edits",
    file: "ledger-stories",
    within: "one instance over several edits",
    tests: [
      "a restart of unknown end, a deletion that failed, and an absence: when it is back, the restart is verified",
      "a failed replacement keeps what it knew also for a plan without a refresh",
    ],
  },
  {
    subject: "interrupts",
    file: "interrupted-rollout",
    within: "a rollout that is interrupted",
    tests: [
      "starts no further wave, records what it has sent, and is finished by the next apply without a second call",
    ],
  },
  {
    subject: "consent to deletions",
    file: "consent",
    within: "consent to deletions",
    tests: [
      "without it, and above max_deletions, the plan fails and nothing is sent; with it, exactly those are deleted",
      "an id that never existed is not a deletion: the plan says so, and no call is due or made",
      "a deleted instance that is wanted again is missed, not recreated",
    ],
  },
  {
    subject: "purges, interrupted ones included",
    file: "purge",
    within: "dms_failed_instance_purge",
    tests: [
      "purges failed creations with one call, then later ones; healthy instances stay",
      "without consent, and above max_purge, the plan fails and nothing is sent; with both given it goes on",
      "creations that failed after a saved plan are not purged with it: they were never announced",
      "instances that an interrupted purge removes after its end are counted as purged by the next refresh",
      "an interrupted first purge passes its removed instances to its successor",
    ],
  },
  {
    subject: "addresses, taint, -replace, -target, create_before_destroy",
    file: "addresses",
    within: "resources and their addresses",
    tests: [
      "for_each makes a fleet of each entry, and each is planned, restarted and kept by itself",
      "moved blocks and terraform state mv change addresses and nothing else",
      "-target acts on the targeted fleet alone, and the rest stays due",
      "-replace makes a new object with the ledger of the old one, and no call",
      "a resource that was tainted by hand is adopted again, without a call",
      "create_before_destroy: the new object, made while the old one exists, has the ledger of the old one",
      "a trigger that changes together with -replace restarts, once",
      "ignore_changes on one instance's triggers holds for that one",
      "prevent_destroy and preconditions keep their purpose",
    ],
  },
  {
    subject: "objects that take the place of others",
    file: "replacements",
    within: "a resource that takes the place of another",
    tests: [
      "a saved plan finishes a failed first apply on another machine",
      "S1: replace_triggered_by replaces without a call",
      "S3: a failed replacement that was made first leaves what is unfinished, and nothing else, in every plan",
      "a resource that is removed and declared again adopts, whatever the other one knew",
    ],
  },
  {
    subject: "import",
    file: "import",
    within: "import",
    tests: [
      "by ids takes the service's names as keys; the plan for a configuration with them is empty",
      "by an import block is one apply, with settings of all kinds configured at once, and no call",
      "and a replacement as a saved plan that is applied on another machine adopts them, too",
    ],
  },
  {
    subject: "values that are unknown at plan",
    file: "unknown-values",
    within: "values that are unknown at plan",
    tests: [
      "ids made in the same apply: actions are unknown in the plan and right afterwards",
      "an unknown trigger restarts when it turns out changed, and does not when it turns out the same",
      "a provider whose endpoint is unknown: the plan lists the due actions, apply does them, data sources wait with depends_on",
      "one unknown trigger hides no deletion: consent, limit and warning are the plan's all the same",
      "keys that mean something to JavaScript or to Terraform's paths are only names",
    ],
  },
  {
    subject: "drift",
    file: "drift",
    within: "drift",
    tests: [
      "an instance found in ERROR is restarted with restart_unhealthy, once, and left alone without",
      "a running instance that is gone: an error that keeps the state, or a warning with on_missing forget",
      "-refresh-only shows changes, saves them on request, and does not act",
    ],
  },
  {
    subject: "state of other versions of this package",
    file: "states-of-another-version",
    within: "a state that version 0.1.0 has written, with its private data",
    tests: [
      "settled: a changed trigger restarts, and the data of this version is read without a warning",
      "tainted: the successor does only the unfinished actions",
    ],
  },
  {
    subject: "the gate",
    file: "constructs",
    within: "",
    tests: [
      "consumers that depend on brokers are left alone while a broker is unfinished, and follow when it is",
      "a gate names the unfinished instances also if the instances are a secret",
    ],
  },
  {
    subject: "data sources",
    file: "data-sources",
    within: "data sources",
    tests: ["dms_instances shows a fleet of several pages, and a lifecycle can be made of it with a for expression"],
  },
  {
    subject: "portable mode",
    file: "portable-batch-action",
    within: "a portable batch",
    tests: [
      "runs at the first deploy, not at an unchanged one, and again after a changed trigger",
      "that is interrupted is repeated, and state is as before",
    ],
  },
  {
    subject: "the test kit",
    file: "testing-kit",
    within: "the test kit",
    tests: ["deploys a stack class with the real terraform, keeps its state, and tells the calls"],
  },
];

/** One of the core stories. */
export interface Story {
  readonly subject: string;
  /** Below `__tests__`. */
  readonly file: string;
  /** As Jest writes it, with the titles of the blocks around it. */
  readonly name: string;
}

export const coreStories: readonly Story[] = chapters.flatMap(({ subject, file, within, tests }) =>
  tests.map((test) => ({
    subject,
    file: `acceptance/${file}.test.ts`,
    name: within === "" ? test : `${within} ${test}`,
  })),
);
