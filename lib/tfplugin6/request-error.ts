import { errorDiagnostic, type Diagnostic } from "../framework/diagnostic";

/** The error for a request that cannot be answered, with the message for its user. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly diagnostic: Diagnostic;

  constructor(summary: string, detail: string) {
    super(detail);
    this.diagnostic = errorDiagnostic(summary, detail);
  }
}
