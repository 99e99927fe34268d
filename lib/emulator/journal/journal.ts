import { createEntry, keepResponse, type JournalEntry, type CallRecord } from "./entry";
import { SecretValues } from "./secrets";
import { jsonText, JsonText, type JsonValue } from "../json-value";

/** The requested part of the journal. */
export interface JournalPart {
  /** Calls with a higher `seq`. */
  readonly since: number;
  /** Most calls, the newest ones. */
  readonly last: number;
  /** Answers of lists with ids, names, engines and statuses only. */
  readonly isBrief: boolean;
}

/** Approximate size limit for read calls in the journal: a week of polling must not fill the memory. */
const maxChars = 64 * 1024 * 1024;
/** Size that is freed at once when the journal is full, so that later calls need not free memory one by one. */
const freedChars = maxChars / 16;

interface Kept {
  readonly entry: Omit<JournalEntry, "response">;
  readonly response: JsonValue | JsonText;
  readonly chars: number;
}

/**
 * The calls since the last reset. If they take too much memory, the answers of lists are shortened first, oldest first; then the oldest
 * read calls are dropped. Calls that change something are never dropped.
 */
export class Journal {
  private kept: Kept[] = [];
  private chars = 0;
  private seq = 0;
  private droppedCalls = 0;
  private clearedTimes = 0;
  private readonly secrets: SecretValues;

  constructor(secrets: SecretValues = new SecretValues()) {
    this.secrets = secrets;
  }

  /** Number of times that the journal was cleared. */
  get clearings(): number {
    return this.clearedTimes;
  }

  /** Number of read calls that were dropped. */
  get dropped(): number {
    return this.droppedCalls;
  }

  /** Adds a call. */
  add(call: CallRecord): void {
    this.seq += 1;
    const entry = createEntry(this.seq, call, this.secrets);
    const kept = keep(entry, keepResponse(call, this.secrets));
    this.kept.push(kept);
    if (!isRead(call.request.method)) return;
    this.chars += kept.chars;
    if (this.chars <= maxChars) return;
    this.free(shorten);
    if (this.chars > maxChars) this.free(() => undefined);
  }

  /** Entries with a `seq` above `since`, oldest first. */
  entries(since = 0): readonly JournalEntry[] {
    return this.after(since).map(({ entry, response }) => withResponse(entry, response));
  }

  /** The same as JSON text, without parsing answers that are JSON text already. */
  text({ since, last, isBrief }: JournalPart): string {
    const entries = this.after(since)
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
    this.kept = [];
    this.chars = 0;
    this.seq = 0;
    this.droppedCalls = 0;
    this.clearedTimes += 1;
  }

  private after(since: number): readonly Kept[] {
    // The numbers rise, so the requested entries are at the end.
    let first = this.kept.length;
    while (first > 0 && (this.kept[first - 1]?.entry.seq ?? 0) > since) first -= 1;
    return this.kept.slice(first);
  }

  /** Frees memory from the oldest entry on, until there is enough. `undefined` drops the entry. */
  private free(way: (kept: Kept) => Kept | undefined): void {
    const target = maxChars - freedChars;
    const last = this.kept.length - 1;
    this.kept = this.kept.flatMap((kept, index) => {
      // The newest entry is spared, because its caller may be about to read it.
      const isSpared = this.chars <= target || index === last || !isRead(kept.entry.method);
      const left = isSpared ? kept : way(kept);
      this.chars -= kept.chars - (left?.chars ?? 0);
      if (left === undefined) this.droppedCalls += 1;
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

/** A list's answer with only the ids, names, engines and statuses of its instances. */
function shorten(kept: Kept): Kept {
  const { entry, response } = kept;
  if (!(response instanceof JsonText) || response.brief === undefined) return kept;
  return keep({ ...entry, shortened: true }, new JsonText(response.brief()));
}

function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/** The entry with its answer. An answer that is kept as text is parsed only here. */
function withResponse(entry: Kept["entry"], response: Kept["response"]): JournalEntry {
  if (!(response instanceof JsonText)) return { ...entry, response };
  return Object.defineProperty({ ...entry } as JournalEntry, "response", {
    enumerable: true,
    get: () => JSON.parse(response.text) as JsonValue,
  });
}
