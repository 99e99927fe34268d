import { errorDiagnostic, type Diagnostic } from "../../framework/values/diagnostic";
import { providerBug } from "../../framework/rules/provider-bug";
import { diagnosticMessages } from "../messages/diagnostic-message";
import type { MessageType } from "../messages/message";
import type { Diagnosed } from "../messages/messages";

/** A response's fields. Each is computed when it is encoded. */
export type ResponseParts<Response> = { readonly [Field in keyof Response]?: () => Response[Field] };

/**
 * Encodes each part of a response by itself: one that cannot be encoded is left out and reported in a diagnostic. It would otherwise fail
 * the call and cost Terraform the others, such as the new state. (Encoded fields one after the other are an encoded message.)
 */
export function encodeParts<Response extends Diagnosed>(
  type: MessageType<Response>,
  parts: ResponseParts<Response>,
): Uint8Array {
  const problems: Diagnostic[] = [];
  const encoded = Object.entries<(() => unknown) | undefined>(parts).map(([field, make]) => {
    try {
      return type.encode({ [field]: make?.() } as unknown as Response);
    } catch (error) {
      problems.push(leftOut(field, error));
      return new Uint8Array();
    }
  });
  if (problems.length === 0 && encoded.length === 1) return encoded[0] ?? new Uint8Array();
  return joined([...encoded, type.encode({ diagnostics: diagnosticMessages(problems) } as Response)]);
}

function leftOut(field: string, error: unknown): Diagnostic {
  const problem = error instanceof Error ? error.message : String(error);
  const detail = `The answer's ${field} cannot be sent and was left out: ${problem}.\n${providerBug}`;
  return errorDiagnostic("Provider Bug", detail);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
