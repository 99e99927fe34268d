import { familyOfCaller } from "./check-caller";
import type { Ambient } from "./choose-credentials";
import { type GatheredSettings, gatherSettings, type SettingSources } from "./sources/gather-settings";
import { families, type Family, ofNoCloud } from "./sources/variable-families";

/**
 * The settings, with those of a place from the cloud of the credentials that are chosen, and this cloud. The choice itself depends on them, since a project's
 * name needs a domain: a cloud is the right one if its own settings lead to its own login. A cloud that has the whole login comes before one
 * that borrows the domain. Pure, if `ambientOf` is.
 */
export function gatherForLogin(
  sources: SettingSources,
  ambientOf: (gathered: GatheredSettings) => Ambient,
): { readonly gathered: GatheredSettings; readonly family: Family | undefined } {
  const clouds = [false, true].flatMap((borrowsDomain) => families.map((family) => ({ family, borrowsDomain })));
  const cloud = clouds.find((each) => {
    const gathered = gatherSettings(sources, each);
    return familyOfCaller(gathered, ambientOf(gathered)) === each.family;
  });
  const login = cloud === undefined ? ofNoCloud : { ...cloud, borrowsDomain: true };
  return { gathered: gatherSettings(sources, login), family: login.family };
}
