/*
 * Beside the language itself, folders that are checked with tsconfig.pure.json may use these. All other code does not see this file: it
 * has Node's types of the same names. AbortSignal.timeout is left out: it is a timer.
 */

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
declare const AbortSignal: {
  abort(reason?: unknown): AbortSignal;
  any(signals: readonly AbortSignal[]): AbortSignal;
};

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare const AbortController: { new (): AbortController };

interface TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare const TextDecoder: {
  new (label: "utf-8", options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean }): TextDecoder;
};

interface TextEncoder {
  encode(text: string): Uint8Array;
}
declare const TextEncoder: { new (): TextEncoder };

/* Takes a text apart, and puts it together with another host; other members that change a URL are left out. */
interface URL {
  readonly username: string;
  readonly password: string;
  readonly pathname: string;
  hostname: string;
  readonly href: string;
  readonly protocol: string;
}
declare const URL: {
  new (text: string): URL;
  canParse(text: string): boolean;
};
