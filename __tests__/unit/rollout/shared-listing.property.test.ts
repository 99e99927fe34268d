import fc from "fast-check";
import { isCallFailure } from "../../../lib/domain/call-failure";
import { createSharedListing, type SharedListing } from "../../../lib/rollout/shared-listing";
import { VirtualClock } from "../../support/rollout/clock";
import { readFailed } from "../../support/rollout/failures";

const recentMs = 2_000;
const slowListingMs = 10_000;

/** A moment: its place in the order of all moments, and the time. */
interface Moment {
  readonly order: number;
  readonly atMs: number;
}

interface Listed {
  readonly began: Moment;
  readonly fails: boolean;
  ended: Moment | undefined;
  unwanted: boolean;
}

interface Question {
  readonly atMs: number;
  readonly freshness: "new" | "recent" | "recent, refused";
  readonly patienceMs: number;
  readonly cancelAfterMs: number | undefined;
}

interface Answer {
  readonly question: Question;
  readonly asked: Moment;
  readonly settled: Moment;
  readonly outcome: { readonly kind: "listed" | "failed"; readonly listing: Listed } | { readonly kind: "interrupted" };
}

interface Play {
  readonly questions: readonly Question[];
  readonly calls: readonly number[];
  readonly lists: readonly { readonly tookMs: number; readonly fails: boolean }[];
}

/** Plays random questions and calls against a shared listing, on virtual time. */
async function played({ questions, calls, lists }: Play) {
  const clock = new VirtualClock(0);
  let order = 0;
  const moment = (): Moment => ({ order: order++, atMs: clock.now() });
  const listings: Listed[] = [];
  const failures = new Map<unknown, Listed>();
  const shared: SharedListing<Listed> = createSharedListing(async (signal) => {
    const { tookMs, fails } = lists[listings.length % lists.length] ?? { tookMs: 0, fails: false };
    const listing: Listed = { began: moment(), fails, ended: undefined, unwanted: false };
    listings.push(listing);
    signal.addEventListener("abort", () => {
      listing.unwanted = true;
      listing.ended ??= moment();
    });
    await clock.sleep(tookMs, signal);
    listing.ended ??= moment();
    if (!fails) return listing;
    const failure = readFailed();
    failures.set(failure, listing);
    throw failure;
  }, clock);

  const ended: Moment[] = [];
  for (const atMs of calls) {
    clock.in(atMs, () => {
      ended.push(moment());
      shared.callEnded();
    });
  }
  const ask = async (question: Question): Promise<Answer> => {
    await clock.sleep(question.atMs, new AbortController().signal);
    const cancel = new AbortController();
    if (question.cancelAfterMs !== undefined) clock.in(question.cancelAfterMs, () => cancel.abort());
    const asked = moment();
    const { freshness, patienceMs } = question;
    const accepts = freshness === "new" ? {} : { accepts: () => freshness === "recent" };
    try {
      const listing = await shared.ask(cancel.signal, { ...accepts, patienceMs });
      return { question, asked, settled: moment(), outcome: { kind: "listed", listing } };
    } catch (failure) {
      const listing = failures.get(failure);
      const outcome =
        listing === undefined ? ({ kind: "interrupted" } as const) : ({ kind: "failed", listing } as const);
      if (listing === undefined) expect(isCallFailure(failure) && failure.code).toBe("interrupted");
      return { question, asked, settled: moment(), outcome };
    }
  };
  const answers = await clock.run(Promise.all(questions.map(ask)));
  return { answers, listings, ended };
}

const play: fc.Arbitrary<Play> = fc.record({
  questions: fc.array(
    fc.record({
      atMs: fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.constantFrom(0, 1_000, 1_001)),
      freshness: fc.constantFrom<Question["freshness"]>("new", "recent", "recent, refused"),
      patienceMs: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 2_500 })),
      cancelAfterMs: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.integer({ min: 0, max: 20_000 })),
    }),
    { minLength: 1, maxLength: 30 },
  ),
  calls: fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 6 }),
  lists: fc.array(
    fc.record({
      tookMs: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
        fc.integer({ max: 40_000, min: 0 }),
      ),
      fails: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});

type Played = Awaited<ReturnType<typeof played>>;

function holds(name: string, check: (seen: Played) => void): void {
  test(name, () =>
    fc.assert(
      fc.asyncProperty(play, async (drawn) => check(await played(drawn))),
      { numRuns: 60 },
    ),
  );
}

const answered = ({ answers }: Played) =>
  answers.flatMap((each) => (each.outcome.kind === "interrupted" ? [] : [{ ...each, listing: each.outcome.listing }]));

describe("random questions and calls, with listings that are slow, fail or are left", () => {
  holds("J1, J6: a question is answered by a listing that begins after it, unless a recent one will do", (seen) => {
    for (const { question, asked, listing, outcome } of answered(seen)) {
      if (question.freshness === "recent") continue;
      // A question that others joined because it was recent fails for them too.
      if (question.freshness === "recent, refused" && outcome.kind === "failed") continue;
      expect(listing.began.order).toBeGreaterThan(asked.order);
    }
  });

  holds("J2, J3: a listing begins only while all others under way are slow", ({ listings }) => {
    for (const { began } of listings) {
      const beside = listings.filter((other) => {
        const isUnderWay = other.began.order < began.order && (other.ended?.order ?? Infinity) > began.order;
        return isUnderWay && began.atMs - other.began.atMs < slowListingMs;
      });
      expect(beside).toEqual([]);
    }
  });

  holds("J3, J7: no question waits longer than that, or than it has patience, for its listing to begin", (seen) => {
    for (const { question, asked, listing } of answered(seen)) {
      if (question.freshness !== "new") continue;
      const mostMs = Math.max(slowListingMs, question.patienceMs);
      expect(listing.began.atMs - asked.atMs).toBeLessThanOrEqual(mostMs);
      const isHeldUp = seen.listings.some(
        ({ began, ended }) => began.order < listing.began.order && (ended?.atMs ?? Infinity) > asked.atMs,
      );
      if (!isHeldUp) expect(listing.began.atMs - asked.atMs).toBeLessThanOrEqual(question.patienceMs);
    }
  });

  holds("J4, J5: a recent listing is young, and no call was answered between it and the question", (seen) => {
    for (const { question, asked, listing } of answered(seen)) {
      if (question.freshness !== "recent" || listing.began.order > asked.order) continue;
      expect(asked.atMs - listing.began.atMs).toBeLessThanOrEqual(recentMs);
      const between = seen.ended.filter(({ order }) => order > listing.began.order && order < asked.order);
      expect(between).toEqual([]);
    }
  });

  holds("J8: a cancellation ends its own question, at once, and no other", ({ answers }) => {
    for (const { question, asked, settled, outcome } of answers) {
      const cancelledMs = question.cancelAfterMs === undefined ? Infinity : asked.atMs + question.cancelAfterMs;
      expect(settled.atMs).toBeLessThanOrEqual(cancelledMs);
      if (outcome.kind === "interrupted") expect(settled.atMs).toBe(cancelledMs);
    }
  });

  holds("J8: a failed listing answers with its failure alone, and one that ended well with what it shows", (seen) => {
    for (const { outcome, listing } of answered(seen)) expect(outcome.kind).toBe(listing.fails ? "failed" : "listed");
  });

  holds("every listing answers a question, and ends with its last asker", (seen) => {
    expect(seen.listings.length).toBeLessThanOrEqual(seen.answers.length);
    for (const listing of seen.listings) {
      const waiting = answered(seen).filter((each) => each.listing === listing);
      // A question that does not take a recent listing has waited for it all the same.
      const mayHaveWaited = seen.answers.some(({ question }) => question.freshness === "recent, refused");
      if (waiting.length === 0 && !mayHaveWaited) expect(listing.unwanted).toBe(true);
    }
  });
});

describe("questions of the same moment", () => {
  const ms = (atMs: number, freshness: Question["freshness"] = "new"): Question => ({
    atMs,
    freshness,
    patienceMs: 0,
    cancelAfterMs: undefined,
  });
  const lists = [{ tookMs: 500, fails: false }];

  test("share one listing", async () => {
    const questions = Array.from({ length: 100 }, () => ms(0));
    expect((await played({ questions, calls: [], lists })).listings).toHaveLength(1);
  });

  test("that have patience share one listing with those that come later", async () => {
    const questions = [0, 400, 900].map((atMs) => ({ ...ms(atMs), patienceMs: 1_000 }));
    const { listings } = await played({ questions, calls: [], lists });
    expect(listings.map(({ began }) => began.atMs)).toEqual([1_000]);
    const hurried = await played({ questions: [...questions, ms(500)], calls: [], lists });
    expect(hurried.listings.map(({ began }) => began.atMs)).toEqual([500, 1_900]);
  });

  test("share the one that follows, when they come while one is under way", async () => {
    const questions = [ms(0), ...Array.from({ length: 100 }, (_, index) => ms(1 + index))];
    const { listings } = await played({ questions, calls: [], lists });
    expect(listings.map(({ began }) => began.atMs)).toEqual([0, 500]);
  });

  test("of a refresh that takes less than two seconds share one listing", async () => {
    const questions = Array.from({ length: 100 }, (_, index) => ms(index * 20, "recent"));
    expect((await played({ questions, calls: [], lists })).listings).toHaveLength(1);
  });

  test("after a call was answered share no listing from before", async () => {
    const questions = [ms(0, "recent"), ms(400, "recent"), ms(700, "recent")];
    const { listings } = await played({ questions, calls: [450, 600], lists });
    expect(listings.map(({ began }) => began.atMs)).toEqual([0, 700]);
  });
});
