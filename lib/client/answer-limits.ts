/** What is read of an answer at most. One with more is cut off while it comes in, and counts as an answer that cannot be read. */
export interface AnswerLimits {
  readonly bytes: number;
  /** Of JSON: how deep lists and objects may stand in each other. The documented answers need 4. */
  readonly depth: number;
  /** Of JSON: how many values it may hold. */
  readonly values: number;
}

/**
 * For everything but a listing without pages: a page of 50 instances has about 150 kB and 5,000 values, an error body or the answer
 * to a batch call a few kB. A login that brings its catalogue along has some hundred kB.
 */
export const ordinaryAnswer: AnswerLimits = { bytes: 4 * 1024 * 1024, depth: 32, values: 100_000 };

/**
 * For API v1.0, which documents no pages: it lists every instance at once. Assumed: no project has more than 10,000 instances, and
 * none of them needs more than 6 kB or 200 values (the documented ones need 2 kB and 60, tags not counted).
 */
export const wholeListing: AnswerLimits = { bytes: 64 * 1024 * 1024, depth: 32, values: 2_000_000 };

/** Instances of a project at most, in a listing with pages as in one without. */
export const mostInstances = 50_000;
