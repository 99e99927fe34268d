/** The service's own record of a background task of one instance, as last told. Texts are the service's. */
export interface Task {
  /** 32 hexadecimal digits, as documented; empty when the service did not say. */
  readonly id: string;
  /** The service's name of the task. The names are not published and have changed before. */
  readonly name: string;
  /** The user who asked for the task. */
  readonly userName: string;
  /** The service's word: `CREATED`, `EXECUTING`, `SUCCESS`, `FAILED`, … */
  readonly status: string;
  /** Beginning of the task, RFC 3339 in UTC by the service's clock; empty if it cannot be read. */
  readonly createdAt: string;
  /** Last change of the task; if it has ended, its end. In the form of `createdAt`. */
  readonly updatedAt: string;
}

/** The service tells its clock to the second, so the clock may be this much further than it was told. */
export const granularityMs = 1_000;
