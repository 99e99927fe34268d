/** The login that lines of a password file are compared with. */
interface Login {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
}

/** The password of the first line that fits, in the form of libpq's password file: `host:port:database:user:password`, `*` fits all. */
export function passwordIn(text: string, { host, port, database, user }: Login): string | undefined {
  // A socket of this machine has the name of the machine there.
  const wanted = [host.startsWith("/") ? "localhost" : host, port, database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const fields = fieldsOf(line);
    if (fields.length === 5 && wanted.every((value, index) => fields[index] === "*" || fields[index] === value)) {
      return fields[4];
    }
  }
  return undefined;
}

/** The fields of a line; `\:` and `\\` mean the character itself. */
function fieldsOf(line: string): readonly string[] {
  return line.split(/(?<=^(?:[^\\]|\\[^])*):/).map((field) => field.replace(/\\([^])/g, "$1"));
}
