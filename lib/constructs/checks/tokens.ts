import { Token, Tokenization } from "cdktf";

/** Whether a value is an expression of Terraform, in any form of cdktf. */
export function isToken(value: unknown): boolean {
  return Token.isUnresolved(value) || Tokenization.isResolvable(value);
}

/** Whether a value cannot be judged: absent, or known only to Terraform. */
export function isOpen(value: unknown): boolean {
  return value === undefined || isToken(value);
}
