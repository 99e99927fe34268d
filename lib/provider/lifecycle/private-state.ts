import type { PrivateData } from "../../framework/resource";

/**
 * What travels beside the state, invisible to the user.
 * `imported`: the instances were imported and their triggers have not been adopted yet.
 */
export interface PrivateState {
  readonly imported: boolean;
}

export function encodePrivate(state: PrivateState): PrivateData {
  return new TextEncoder().encode(JSON.stringify(state));
}

/** Anything that is not ours counts as empty. */
export function decodePrivate(data: PrivateData | undefined): PrivateState {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(data));
    return {
      imported: typeof parsed === "object" && parsed !== null && "imported" in parsed && parsed.imported === true,
    };
  } catch {
    return { imported: false };
  }
}
