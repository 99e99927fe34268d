import type { Diagnostic } from "../../framework/values/diagnostic";
import { inPlace } from "../messages/sentence";
import type { PlaceSettings } from "../place";
import { type Connections, locate, type ReadyProvider, readyData } from "./service";

interface Refreshed<State> {
  readonly state: State | undefined;
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * Refreshes an object through the service of its own place, which the diagnostics name. The state stays unchanged if no provider can be
 * asked yet.
 */
export async function refreshInPlace<State extends PlaceSettings, Answer extends Refreshed<State>>(
  state: State,
  provider: Connections | undefined,
  refresh: (ready: ReadyProvider) => Promise<Answer>,
): Promise<Answer | Refreshed<State>> {
  if (provider === undefined) return { state };
  const { data, diagnostics } = await locate(provider, state);
  if (diagnostics.length > 0) return { state, diagnostics: inPlace(diagnostics, state) };
  const ready = readyData(data);
  if (ready === undefined) return { state };
  const answer = await refresh(ready);
  return { ...answer, diagnostics: inPlace(answer.diagnostics ?? [], state) };
}
