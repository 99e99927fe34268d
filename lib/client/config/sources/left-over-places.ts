import type { Environment } from "../../../domain/environment";
import { placeOfKeystone } from "./keystone-host";
import type { SettingKey } from "./settings";
import { familyOf, isOnItsOwn, type LoginCloud } from "./variable-families";

/** A setting that was gathered. */
interface Setting {
  readonly value: string;
  readonly rank: number;
  readonly origin: string;
}

/**
 * The settings of a place that another cloud than the login's has left in the environment, as a contradiction shows. They are not used,
 * because Keystone's URL gets the login's secret. Pure.
 */
export function leftOverPlaces(
  gathered: ReadonlyMap<SettingKey, Setting>,
  environment: Environment,
  { family }: LoginCloud,
): readonly SettingKey[] {
  if (family === undefined) return [];
  const isForeign = (key: SettingKey): boolean => {
    const found = gathered.get(key);
    const itsFamily = found === undefined ? undefined : familyOf(found);
    return itsFamily !== undefined && itsFamily !== family;
  };
  const own = (key: SettingKey): Setting | undefined => (isForeign(key) ? undefined : gathered.get(key));
  const isUrlLeft = isForeign("authUrl") && contradicts(gathered.get("authUrl"), own("region"), own("cloudDomain"));
  const isDomainLeft =
    isForeign("cloudDomain") &&
    (placeOfKeystone(own("authUrl")?.value ?? "") !== undefined ||
      isOfItsOwnCloud(gathered.get("cloudDomain"), environment, { countsRegion: !isForeign("region") }));
  return [...(isUrlLeft ? (["authUrl"] as const) : []), ...(isDomainLeft ? (["cloudDomain"] as const) : [])];
}

/** Whether the host of a Keystone names another region or another domain than those that are set. */
function contradicts(url: Setting | undefined, region: Setting | undefined, domain: Setting | undefined): boolean {
  const place = placeOfKeystone(url?.value ?? "", region?.value);
  if (place === undefined) return false;
  const differs = (told: string | undefined, set: Setting | undefined): boolean =>
    told !== undefined && set !== undefined && told !== set.value.toLowerCase();
  return differs(place.region, region) || differs(place.domain, domain);
}

/** Whether the variables that a domain belongs to have a region or a login beside it, which are not used. */
function isOfItsOwnCloud(
  domain: Setting | undefined,
  environment: Environment,
  parts: { readonly countsRegion: boolean },
): boolean {
  const family = domain === undefined ? undefined : familyOf(domain);
  return family !== undefined && isOnItsOwn(family, environment, parts);
}
