/**
 * The region and the domain that the host of a Keystone tells, as in `iam.eu-de.otc.t-systems.com`; a Keystone for all regions has no region
 * in its name. `undefined` for hosts of another form. `region`: a region that may be in the name. Pure.
 */
export function placeOfKeystone(
  url: string,
  region = "",
): { readonly region: string | undefined; readonly domain: string } | undefined {
  const [, rest] = /^iam[a-z0-9-]*\.(.+)$/.exec(URL.canParse(url) ? new URL(url).hostname : "") ?? [];
  if (rest === undefined) return undefined;
  const asked = region.toLowerCase();
  if (asked !== "" && rest.startsWith(`${asked}.`)) return { region: asked, domain: rest.slice(asked.length + 1) };
  // The host may be another region's Keystone of the same cloud.
  const [, named, domain] = /^([a-z]{2}(?:-[a-z]+)+(?:-?\d+)?)\.(.+)$/.exec(rest) ?? [];
  return { region: named, domain: domain ?? rest };
}
