/** The login that lines of a password file are compared with. */
interface Login {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
}

/**
 * The password of the first line that fits the login, in libpq's form: `host:port:database:user:password`, where `*` fits any value.
 * (PostgreSQL, "The Password File": ~/.pgpass.)
 */
export function passwordIn(text: string, { host, port, database, user }: Login): string | undefined {
  // A path is the folder of a socket, whose host is called localhost in the file.
  const login = [host.startsWith("/") ? "localhost" : host, port, database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const fields = fieldsOf(line);
    const fits = login.every((value, index) => fields[index] === "*" || fields[index] === value);
    if (fields.length === login.length + 1 && fits) return fields.at(-1);
  }
  return undefined;
}

/** A colon that separates fields: an even number of backslashes, or none, stands before it. */
const separator = /(?<=^(?:[^\\]|\\[^])*):/;

/** The fields of a line; `\:` and `\\` mean the second character itself. */
function fieldsOf(line: string): readonly string[] {
  return line.split(separator).map((field) => field.replace(/\\([^])/g, "$1"));
}
