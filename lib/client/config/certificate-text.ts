/** The objection to a text of certificate authorities, as the end of a sentence; `undefined` if it can be used. Pure. */
export function objectToCertificates(pem: string | undefined): string | undefined {
  if (pem === undefined) return "cannot be read";
  return pem.includes("-----BEGIN CERTIFICATE-----") ? undefined : "holds no certificate in PEM form";
}
