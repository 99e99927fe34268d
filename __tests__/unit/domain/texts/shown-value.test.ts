import { shownValue, withoutUrlSecrets } from "../../../../lib/domain/texts/shown-value";

describe("a received value that may be a secret", () => {
  test.each([
    ["eu de", '"eu de"'],
    ["postgres", '"postgres"'],
    ["", '""'],
    ["obs.eu-de.otc.t-systems.com", '"obs.eu-de.otc.t-systems.com"'],
    ["a".repeat(64), `"${"a".repeat(64)}"`],
  ])("is quoted if it is short and plain: %s", (text, shown) => {
    expect(shownValue(text)).toBe(shown);
  });

  test.each([
    ["https://dms.example.com/v1.0", '"https://dms.example.com/v1.0"'],
    ["postgres://u:pw@h/db", '"postgres://***@h/db"'],
    ["postgres://u:p@w/x@h/db", '"postgres://***@h/db"'],
    ["postgres://u:p w@h/db", '"postgres://***@h/db"'],
    ["https://AK:SK@obs.example.com", '"https://***@obs.example.com"'],
    ["https://h/x?token=secret#more", '"https://h/x?***"'],
    ["https://h/#secret", '"https://h/#***"'],
    ["see HTTPS://u:pw@h", '"see HTTPS://***@h"'],
  ])("is quoted without the secrets of a URL: %s", (text, shown) => {
    expect(shownValue(text)).toBe(shown);
  });

  test.each([
    ["host=db user=u password=pw", "a string that is not shown"],
    ["u:pw@h", "a string that is not shown"],
    ["AK:SK", "a string that is not shown"],
    ["g".repeat(65), "a string of 65 characters that is not shown"],
    [`https://${"h".repeat(60)}`, "a string of 68 characters that is not shown"],
  ])("is not quoted if it is anything else: %s", (text, shown) => {
    expect(shownValue(text)).toBe(shown);
  });

  test("keeps a text around URLs", () => {
    expect(withoutUrlSecrets("from http://u:p@h:1/x to https://h?q and on")).toBe(
      "from http://***@h:1/x to https://h?*** and on",
    );
    expect(withoutUrlSecrets("u:pw@h")).toBe("u:pw@h");
  });
});
