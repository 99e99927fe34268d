import { placeOfKeystone } from "./keystone-host";
import type { SettingKey } from "./settings";
import { familyOf, type LoginCloud } from "./variable-families";

/** A setting that was gathered. */
interface Setting {
  readonly value: string;
  readonly rank: number;
  readonly origin: string;
}

/** The domains of known clouds, by vendor. A login of one vendor's Keystone is of no use to another vendor, who must not get it. */
const domainsOfVendors: readonly (readonly string[])[] = [
  ["otc.t-systems.com"],
  ["myhuaweicloud.com", "myhuaweicloud.eu"],
  ["prod-cloud-ocb.orange-business.com"],
];

/**
 * The settings of a place that another cloud than the login's has left in the environment, as a contradiction shows, and by what they are
 * replaced, if by anything. They are not used, because Keystone's URL gets the login's secret, and the domain's service its token. Pure.
 */
export function leftOverPlaces<T extends Setting>(
  gathered: ReadonlyMap<SettingKey, T>,
  { family }: LoginCloud,
): ReadonlyMap<SettingKey, T | undefined> {
  if (family === undefined) return new Map();
  const isForeign = (key: SettingKey): boolean => {
    const found = gathered.get(key);
    const itsFamily = found === undefined ? undefined : familyOf(found);
    return itsFamily !== undefined && itsFamily !== family;
  };
  const own = (key: SettingKey): T | undefined => (isForeign(key) ? undefined : gathered.get(key));
  const isUrlLeft = isForeign("authUrl") && contradicts(gathered.get("authUrl"), own("region"), own("cloudDomain"));
  const left = new Map<SettingKey, T | undefined>(isUrlLeft ? [["authUrl", undefined]] : []);
  const keystone = gathered.get("authUrl");
  const domain = gathered.get("cloudDomain");
  if (keystone === undefined || familyOf(keystone) !== family || domain === undefined || !isForeign("cloudDomain"))
    return left;
  const vendor = vendorOf(keystone.value);
  if (vendor === undefined || vendor.some((each) => isBelow(domain.value, each))) return left;
  const place = placeOfKeystone(keystone.value, own("region")?.value);
  const ofKeystone = (value: string | undefined): T | undefined =>
    value === undefined ? undefined : { ...keystone, value };
  left.set("cloudDomain", ofKeystone(place === undefined ? vendor[0] : undefined));
  if (isForeign("region")) left.set("region", ofKeystone(place?.region));
  return left;
}

/** The domains of the known vendor whose Keystone a URL names. */
function vendorOf(url: string): readonly string[] | undefined {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return domainsOfVendors.find((domains) => domains.some((each) => isBelow(host, each)));
}

function isBelow(host: string, domain: string): boolean {
  return `.${host.toLowerCase().replace(/\.$/, "")}`.endsWith(`.${domain}`);
}

/** Whether the host of a Keystone names another region or another domain than those that are set. */
function contradicts(url: Setting | undefined, region: Setting | undefined, domain: Setting | undefined): boolean {
  const place = placeOfKeystone(url?.value ?? "", region?.value);
  if (place === undefined) return false;
  const differs = (told: string | undefined, set: Setting | undefined): boolean =>
    told !== undefined && set !== undefined && told !== set.value.toLowerCase();
  return differs(place.region, region) || differs(place.domain, domain);
}
