/** Why a text that should hold certificate authorities cannot be used, as the end of a sentence; `undefined` if it can. Pure. */
export function objectToCertificates(pem: string | undefined): string | undefined {
  if (pem === undefined) return "cannot be read";
  return pem.includes("-----BEGIN CERTIFICATE-----") ? undefined : "holds no certificate in PEM form";
}
