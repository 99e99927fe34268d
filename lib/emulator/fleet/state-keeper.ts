import { InvalidInput, UnusableState } from "../invalid-input";
import { decodeState, encodeState, type SavedState, type StateStore } from "./state-file";

/** Saves the fleet to the caller's store and loads it. A failure of the store is reported to the caller, never to a client. */
export class StateKeeper {
  private savedText = "";
  private savedVersion = "";
  private isWarned = false;

  constructor(
    private readonly store: StateStore | undefined,
    private readonly warn: (text: string) => void,
  ) {}

  /** The state saved last; `undefined` before the first save. Throws `UnusableState` for a text that `save` did not write. */
  load(): SavedState | undefined {
    const text = this.store?.load() ?? "";
    if (text.trim() === "") return undefined;
    this.savedText = text;
    try {
      return decodeState(text);
    } catch (thrown) {
      throw thrown instanceof InvalidInput ? new UnusableState(thrown.place, thrown.complaint) : thrown;
    }
  }

  /** Saves the state if `version` has changed. Never throws, because a call that was carried out must be answered. */
  save(version: string, state: () => SavedState): void {
    if (this.store === undefined || version === this.savedVersion) return;
    try {
      const text = encodeState(state());
      if (text !== this.savedText) this.store.save(text);
      this.savedText = text;
      this.savedVersion = version;
      this.isWarned = false;
    } catch (thrown) {
      this.tell(thrown);
    }
  }

  /** Reports a failure once until a save succeeds, because each call tries again. */
  private tell(thrown: unknown): void {
    if (this.isWarned) return;
    this.isWarned = true;
    this.warn(`The state could not be saved, and the emulator goes on without: ${String(thrown)}`);
  }
}
