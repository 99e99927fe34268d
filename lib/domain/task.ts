/** The service's own record of a background task of one instance, as it last told. Texts are the service's. */
export interface Task {
  /** 32 hexadecimal digits, as documented; empty when the service did not say. */
  readonly id: string;
  /** Which names there are is not published, and they have changed before. */
  readonly name: string;
  /** Who asked for it. */
  readonly userName: string;
  /** The service's word: `CREATED`, `EXECUTING`, `SUCCESS`, `FAILED`, … */
  readonly status: string;
  /** When it began, RFC 3339 in UTC by the service's clock; empty when that cannot be read. */
  readonly createdAt: string;
  /** When it was last touched: of one that has ended, when it did. As `createdAt`. */
  readonly updatedAt: string;
}
