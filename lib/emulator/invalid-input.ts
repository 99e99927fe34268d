/** Somebody handed the emulator itself (not the service it stands for) something it cannot use: a seed, rules, a state. */
export class InvalidInput extends Error {
  constructor(
    /** Where, e.g. `projects.p1[0].engine`. */
    readonly place: string,
    /** What is wrong there, a sentence after the place. */
    readonly complaint: string,
  ) {
    super(`${place} ${complaint}.`);
  }
}

/** A saved state that cannot be used; told apart because somebody else wrote it than wrote the seed. */
export class UnusableState extends InvalidInput {}
