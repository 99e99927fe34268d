/** The emulator itself, not the emulated service, got input that it cannot use: a seed, rules, a state. */
export class InvalidInput extends Error {
  constructor(
    /** The place of the fault, e.g. `projects.p1[0].engine`. */
    readonly place: string,
    /** The fault, a sentence after the place. */
    readonly complaint: string,
  ) {
    super(`${place} ${complaint}.`);
  }
}

/** A saved state that cannot be used. It has its own class, because its author differs from the seed's. */
export class UnusableState extends InvalidInput {}
