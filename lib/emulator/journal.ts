import type { ApiRequest } from "./api-call";
import { createEntry, keepResponse } from "./journal-entry";
import { SecretValues } from "./journal-secrets";
import { jsonText, JsonText, type JsonValue } from "./json-value";
import type { Route } from "./routes";

/** One call that reached the emulator, in the order of arrival. Holds no secret. */
export interface JournalEntry {
  /** 1, 2, 3 …; a gap means that calls which only read were dropped. */
  readonly seq: number;
  /** Simulated time, RFC 3339. */
  readonly at: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Repeated parameters have an array. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** The request's body: JSON when it is JSON, else text; `null` when empty. */
  readonly body: JsonValue;
  /** `null` when the connection was cut before an answer. */
  readonly status: number | null;
  /** The answer's body; `null` when there was none. */
  readonly response: JsonValue;
  /** Those that matter, with secrets masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** What a fault rule did to this call. */
  readonly note?: string;
  /** The answer's instances were cut down to ids, names, engines and statuses, to save memory. */
  readonly shortened?: true;
}

/** What part of the journal is asked for. */
export interface JournalPart {
  /** Calls with a higher `seq`. */
  readonly since: number;
  /** At most so many of them, the newest. */
  readonly last: number;
  /** Answers of lists with ids, names, engines and statuses only. */
  readonly isBrief: boolean;
}

/** What is known of a call when it has been dealt with. */
export interface CallRecord {
  readonly at: string;
  readonly request: ApiRequest;
  /** `undefined` when it led nowhere. */
  readonly operation: Route["operation"] | undefined;
  readonly status: number | null;
  readonly response: JsonValue | JsonText;
  /** Headers of the answer. */
  readonly answerHeaders?: Readonly<Record<string, string>> | undefined;
  readonly note: string | undefined;
}

/** Rough size of what the journal may hold of calls that only read: a week of polling must not fill the memory. */
const maxChars = 64 * 1024 * 1024;
/** What is freed at once when it is full, so that not every further call has to. */
const freedChars = maxChars / 16;

interface Kept {
  readonly entry: Omit<JournalEntry, "response">;
  readonly response: JsonValue | JsonText;
  readonly chars: number;
}

/**
 * The calls since the last reset. When they take too much memory, the answers of lists are shortened first, oldest first;
 * then the oldest calls that only read are dropped. Calls that change something are never dropped.
 */
export class Journal {
  #kept: Kept[] = [];
  #chars = 0;
  #seq = 0;
  #dropped = 0;
  #clearings = 0;
  readonly #secrets: SecretValues;

  constructor(secrets: SecretValues = new SecretValues()) {
    this.#secrets = secrets;
  }

  /** How often it was cleared. */
  get clearings(): number {
    return this.#clearings;
  }

  /** How many calls that only read were dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds a call. */
  add(call: CallRecord): void {
    this.#seq += 1;
    const entry = createEntry(this.#seq, call, this.#secrets);
    const kept = keep(entry, keepResponse(call, this.#secrets));
    this.#kept.push(kept);
    if (!isRead(call.request.method)) return;
    this.#chars += kept.chars;
    if (this.#chars <= maxChars) return;
    this.#free(shorten);
    if (this.#chars > maxChars) this.#free(() => undefined);
  }

  /** Entries with a `seq` above `since`, oldest first. */
  entries(since = 0): readonly JournalEntry[] {
    return this.#after(since).map(({ entry, response }) => withResponse(entry, response));
  }

  /** The same as JSON, without the work of reading answers that are JSON already. */
  text({ since, last, isBrief }: JournalPart): string {
    const entries = this.#after(since)
      .slice(last === 0 ? Infinity : -last)
      .map(({ entry, response }) => {
        const answered =
          isBrief && response instanceof JsonText ? (response.brief?.() ?? response.text) : jsonText(response);
        return `${JSON.stringify(entry).slice(0, -1)},"response":${answered}}`;
      });
    return `[${entries.join(",")}]`;
  }

  /** Forgets everything; the next entry has `seq` 1 again. */
  clear(): void {
    this.#kept = [];
    this.#chars = 0;
    this.#seq = 0;
    this.#dropped = 0;
    this.#clearings += 1;
  }

  #after(since: number): readonly Kept[] {
    // Their numbers rise, so those wanted stand at the end.
    let first = this.#kept.length;
    while (first > 0 && (this.#kept[first - 1]?.entry.seq ?? 0) > since) first -= 1;
    return this.#kept.slice(first);
  }

  /** Frees memory from the oldest entry on, until there is enough. `undefined`: the entry goes. */
  #free(way: (kept: Kept) => Kept | undefined): void {
    const target = maxChars - freedChars;
    const last = this.#kept.length - 1;
    this.#kept = this.#kept.flatMap((kept, index) => {
      // The newest one is what its caller may be about to look at.
      const isSpared = this.#chars <= target || index === last || !isRead(kept.entry.method);
      const left = isSpared ? kept : way(kept);
      this.#chars -= kept.chars - (left?.chars ?? 0);
      if (left === undefined) this.#dropped += 1;
      return left ?? [];
    });
  }
}

function keep(entry: Kept["entry"], response: Kept["response"]): Kept {
  return {
    entry,
    response,
    chars: sizeOf(entry) + (response instanceof JsonText ? response.text.length : sizeOf(response)),
  };
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length;
}

/** Of the instances of a list their ids, names, engines and statuses stay. */
function shorten(kept: Kept): Kept {
  const { entry, response } = kept;
  if (!(response instanceof JsonText) || response.brief === undefined) return kept;
  return keep({ ...entry, shortened: true }, new JsonText(response.brief()));
}

function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/** An answer that is kept as text is read when it is looked at. */
function withResponse(entry: Kept["entry"], response: Kept["response"]): JournalEntry {
  if (!(response instanceof JsonText)) return { ...entry, response };
  return Object.defineProperty({ ...entry } as JournalEntry, "response", {
    enumerable: true,
    get: () => JSON.parse(response.text) as JsonValue,
  });
}
