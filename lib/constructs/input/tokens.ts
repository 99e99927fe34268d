import { Token, Tokenization } from "cdktf";

/** An expression of Terraform's, in any of the shapes cdktf gives it. */
export function isToken(value: unknown): boolean {
  return Token.isUnresolved(value) || Tokenization.isResolvable(value);
}

/** Nothing to judge: absent, or known only to Terraform. */
export function isOpen(value: unknown): boolean {
  return value === undefined || isToken(value);
}
