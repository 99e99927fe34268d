import {
  type CallFailure,
  type CallFailureCode,
  callFailureMark,
  type Fate,
  type KeystoneCall,
} from "../domain/call-failure";

/** The parts of a `DmsError`; see `CallFailure` for the meaning of each. */
export interface DmsErrorParts {
  readonly code: CallFailureCode;
  readonly fate: Fate;
  readonly message: string;
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly call?: KeystoneCall | undefined;
  readonly cause?: unknown;
}

/**
 * The one error class of this folder: a failed call. Switch on `code` and `fate`, never on the text. Contains no secret; `cause` is the
 * underlying error, if there is one.
 */
export class DmsError extends Error implements CallFailure {
  readonly [callFailureMark] = true;
  readonly code: CallFailureCode;
  readonly fate: Fate;
  readonly status?: number;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  readonly call?: KeystoneCall;

  constructor(parts: DmsErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = "DmsError";
    this.code = parts.code;
    this.fate = parts.fate;
    if (parts.status !== undefined) this.status = parts.status;
    if (parts.errorCode !== undefined) this.errorCode = parts.errorCode;
    if (parts.errorMessage !== undefined) this.errorMessage = parts.errorMessage;
    if (parts.requestId !== undefined) this.requestId = parts.requestId;
    if (parts.retryAfterMs !== undefined) this.retryAfterMs = parts.retryAfterMs;
    if (parts.call !== undefined) this.call = parts.call;
  }
}
