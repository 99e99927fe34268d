import { createPrivateKey, X509Certificate } from "node:crypto";
import { createServerCertificate } from "../../../../lib/goplugin/tls/certificate";

const now = new Date("2025-11-24T03:04:05Z");

describe("a server certificate", () => {
  const made = createServerCertificate(now);
  const certificate = new X509Certificate(made.der);

  test("is one for localhost, signed by its own key", () => {
    expect(certificate.subject).toBe("CN=localhost");
    expect(certificate.issuer).toBe("CN=localhost");
    expect(certificate.subjectAltName).toBe("DNS:localhost");
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(certificate.checkHost("example.test")).toBeUndefined();
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkIssued(certificate)).toBe(true);
  });

  test("has a P-256 key, whose private half comes with it", () => {
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
    expect(certificate.checkPrivateKey(createPrivateKey(made.privateKeyPem))).toBe(true);
  });

  test("is valid from an hour before to thirty days after", () => {
    expect(new Date(certificate.validFrom)).toEqual(new Date("2025-11-24T02:04:05Z"));
    expect(new Date(certificate.validTo)).toEqual(new Date("2025-12-24T03:04:05Z"));
  });

  test("is an X.509 v3 certificate, as extensions demand", () => {
    // Certificate, length, TBSCertificate, length, [0] { INTEGER 2 }
    expect(made.der.toString("hex")).toMatch(/^3082.{4}3081.{2}a003020102/);
  });

  test("is the same in PEM and DER", () => {
    expect(new X509Certificate(made.certificatePem).raw).toEqual(made.der);
  });

  test("and its key and serial number are new each time", () => {
    const other = new X509Certificate(createServerCertificate(now).der);
    expect(other.serialNumber).not.toBe(certificate.serialNumber);
    expect(other.publicKey.equals(certificate.publicKey)).toBe(false);
  });

  test("can be valid beyond 2049, where DER writes dates in another form", () => {
    const late = new X509Certificate(createServerCertificate(new Date("2049-12-31T12:00:00Z")).der);
    expect(new Date(late.validFrom)).toEqual(new Date("2049-12-31T11:00:00Z"));
    expect(new Date(late.validTo)).toEqual(new Date("2050-01-30T12:00:00Z"));
  });
});
