import { errorDiagnostic, type Diagnostic } from "../framework/diagnostic";

/** A request that cannot be answered as it is, and what its user is told of it. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly diagnostic: Diagnostic;

  constructor(summary: string, detail: string) {
    super(detail);
    this.diagnostic = errorDiagnostic(summary, detail);
  }
}
