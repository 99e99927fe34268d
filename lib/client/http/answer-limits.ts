/** Limits for reading an answer. A larger answer is cut off while it comes in and counts as one that cannot be read. */
export interface AnswerLimits {
  readonly bytes: number;
  /** Deepest nesting of lists and objects in JSON. The documented answers need 4. */
  readonly depth: number;
  /** Most values in JSON. */
  readonly values: number;
}

/**
 * For all answers except a listing without pages: a page of 50 instances has about 150 kB and 5,000 values, an error body or the answer to
 * a batch call a few kB. A login that brings its catalogue along has some hundred kB.
 */
export const ordinaryAnswer: AnswerLimits = { bytes: 4 * 1024 * 1024, depth: 32, values: 100_000 };

/**
 * For API v1.0, which documents no pages and lists every instance at once. Assumed: a project has at most 10,000 instances, and each needs
 * at most 6 kB and 200 values (the documented ones need 2 kB and 60, tags not counted).
 */
export const wholeListing: AnswerLimits = { bytes: 64 * 1024 * 1024, depth: 32, values: 2_000_000 };

/** Most instances of a project, in a listing with or without pages. */
export const mostInstances = 50_000;
