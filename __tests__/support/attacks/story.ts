import fc from "fast-check";
import { anyTrouble, type Trouble } from "./troubles";

// An attack on the promises as a value: everything that happens is in it. Pure.

export const names = ["ant", "bee", "cat", "dog"] as const;
export type Name = (typeof names)[number];

/** The moment of a blow: a time after the first batch call of an apply, or a number of calls of any kind. */
export type Moment =
  { readonly kind: "sent"; readonly afterMs: number } | { readonly kind: "call"; readonly count: number };

/** A blow against an apply: `kill -9` of a process, or Ctrl-C. A provider that runs in the tests' process shares the fate of terraform. */
export interface Blow {
  readonly victim: "terraform" | "provider" | "interrupt";
  readonly at: Moment;
}

/** An apply. A killed one is followed by one on the same machine, because its last notes are only there. */
export interface Step {
  readonly machine: 0 | 1;
  readonly trouble: Trouble;
  /** `undefined`: it is left alone. */
  readonly blow: Blow | undefined;
  /** Whether it carries out a saved plan; otherwise it plans and applies in one command. */
  readonly isPlanned: boolean;
}

/** A change of the configuration, and the applies that are to make it true. */
export interface Chapter {
  /** Instances with a new trigger. */
  readonly restarted: readonly Name[];
  /** Instances that are declared deleted: the first consent. */
  readonly retired: readonly Name[];
  /** The second consent. */
  readonly allowDeletion: boolean;
  readonly maxDeletions: number | undefined;
  readonly maxUnavailable: string;
  readonly maxFailures: string;
  readonly steps: readonly Step[];
}

export interface Story {
  /** A path of Terraform or OpenTofu. */
  readonly program: string;
  /** The provider runs in the process of the tests, or in one that terraform starts. */
  readonly provider: "attached" | "process";
  readonly apiVersion: "v1.0" | "v2";
  readonly credentials: "token" | "keys" | "password";
  /** The password or the secret key. */
  readonly secret: string;
  /** The value of a sensitive variable in each trigger: only state and plan files may hold it. */
  readonly sensitive: string;
  /** The value of a field that no document knows, in each instance. */
  readonly foreign: fc.JsonValue;
  readonly chapters: readonly Chapter[];
}

const anyMoment: fc.Arbitrary<Moment> = fc.oneof(
  fc.integer({ min: 0, max: 400 }).map((afterMs): Moment => ({ kind: "sent", afterMs })),
  fc.integer({ min: 1, max: 14 }).map((count): Moment => ({ kind: "call", count })),
);

const anyBlow: fc.Arbitrary<Blow> = fc.record({
  victim: fc.constantFrom<Blow["victim"]>("terraform", "provider", "interrupt"),
  at: anyMoment,
});

const anyStep: fc.Arbitrary<Step> = fc.record({
  machine: fc.constantFrom<0 | 1>(0, 1),
  trouble: anyTrouble,
  blow: fc.option(anyBlow, { nil: undefined, freq: 2 }),
  isPlanned: fc.boolean(),
});

const anyChapter: fc.Arbitrary<Chapter> = fc.record({
  restarted: fc.subarray([...names], { minLength: 1 }),
  // Others are always left, so that there is something to restart.
  retired: fc.oneof(fc.constant([]), fc.subarray<Name>(["cat", "dog"])),
  allowDeletion: fc.boolean(),
  maxDeletions: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
  maxUnavailable: fc.constantFrom("100%", "2", "1"),
  maxFailures: fc.constantFrom("100%", "0"),
  steps: fc.array(anyStep, { minLength: 1, maxLength: 2 }),
});

/** Longer than any word that stands in a file by chance. */
const anySecret = fc.stringMatching(/^[!-~]{24,32}$/);

/** An attack on one of these programs. */
export function anyStory(programs: readonly string[]): fc.Arbitrary<Story> {
  return fc.record({
    program: fc.constantFrom(...programs),
    provider: fc.constantFrom<Story["provider"]>("attached", "process"),
    apiVersion: fc.constantFrom<Story["apiVersion"]>("v1.0", "v2"),
    credentials: fc.constantFrom<Story["credentials"]>("token", "keys", "password"),
    secret: anySecret,
    sensitive: anySecret,
    foreign: fc.jsonValue({ maxDepth: 2 }),
    chapters: fc.array(anyChapter, { minLength: 1, maxLength: 2 }),
  });
}

/** A story without blows and without a network that breaks: nothing in it depends on the time that it takes. */
export function anyCalmStory(programs: readonly string[]): fc.Arbitrary<Story> {
  const calm: fc.Arbitrary<Chapter> = anyChapter.map((chapter) => ({
    ...chapter,
    steps: chapter.steps
      .slice(0, 1)
      .map((step) => ({ ...step, machine: 0, trouble: { kind: "none" }, blow: undefined })),
  }));
  return anyStory(programs).chain((story) =>
    fc.array(calm, { minLength: 1, maxLength: 2 }).map((chapters) => ({ ...story, provider: "attached", chapters })),
  );
}
