const { dirname, relative, resolve, sep } = require("node:path");

/**
 * The table of permitted imports, for the editor (the rule below) and for the architecture tests. A folder that is
 * not here may not exist. `ours` are folders of lib, `npm` packages, `node` modules of Node.js.
 */
const folders = {
  domain: { ours: [], npm: [], node: [] },
  rollout: { ours: ["domain"], npm: [], node: [] },
  client: { ours: ["domain"], npm: ["undici", "yaml"], node: ["crypto", "dns", "tls"] },
  emulator: { ours: ["domain"], npm: [], node: ["http", "crypto", "net"] },
  batch: { ours: ["domain", "rollout", "client", "files"], npm: [], node: ["fs", "path"] },
  files: { ours: [], npm: [], node: ["crypto", "fs", "path"] },
  // The client of PostgreSQL is loaded when a journal is kept there.
  journal: { ours: ["domain", "files"], npm: ["pg"], node: ["crypto", "fs", "path"] },
  framework: { ours: [], npm: [], node: [] },
  report: { ours: ["domain"], npm: [], node: [] },
  tfplugin6: { ours: ["framework"], npm: ["@msgpack/msgpack", "@bufbuild/protobuf"], node: [] },
  goplugin: { ours: [], npm: [], node: ["http2", "crypto", "fs", "net", "os", "path", "tls", "stream"] },
  provider: { ours: ["domain", "rollout", "client", "framework"], npm: [], node: [] },
  constructs: {
    ours: ["domain", "files"],
    npm: ["cdktf", "constructs", "@cdktf/provider-null"],
    node: ["path", "fs", "crypto"],
  },
  testing: {
    ours: ["domain", "client", "emulator", "constructs", "files"],
    npm: ["cdktf"],
    node: ["child_process", "crypto", "fs", "os", "path"],
  },
  bin: {
    ours: [
      "batch",
      "domain",
      "rollout",
      "client",
      "emulator",
      "framework",
      "tfplugin6",
      "goplugin",
      "provider",
      "constructs",
      "report",
      "files",
      "journal",
      "testing",
    ],
    npm: ["commander"],
    node: "all",
  },
};

/**
 * Which rooms of a folder may import which others of it. The files at the top of the folder stand outside of this; the architecture tests
 * see to it that no way leads through them from a room into itself.
 */
const rooms = {
  bin: { boot: [], commands: [], demo: [], memory: [] },
  client: {
    texts: [],
    http: ["texts"],
    answers: ["http", "texts"],
    retries: ["http", "answers"],
    auth: ["http", "texts", "answers"],
    calls: ["http", "texts", "answers", "auth"],
    config: ["http", "answers"],
  },
  constructs: {
    l1: [],
    checks: ["l1"],
    warnings: ["checks", "l1"],
    state: ["checks", "warnings"],
    vendor: ["state", "warnings"],
    tree: ["checks", "l1", "warnings"],
    overlaps: ["checks", "tree"],
    portable: ["checks", "l1", "overlaps", "tree", "warnings"],
  },
  domain: { texts: [], connection: [], sharing: [], ledger: ["connection"], rollout: ["ledger", "texts"] },
  emulator: {
    fleet: [],
    faults: ["fleet"],
    seed: ["faults", "fleet"],
    auth: ["fleet", "seed"],
    journal: ["auth"],
    operations: ["auth", "faults", "fleet", "seed"],
    http: [],
    page: [],
  },
  framework: { values: [], rules: ["values"], calls: ["values", "rules"] },
  goplugin: { tls: [], grpc: ["tls"] },
  journal: { pg: [] },
  provider: {
    messages: [],
    schemas: ["messages"],
    runs: ["messages", "schemas"],
    connection: ["messages", "runs", "schemas"],
    purge: ["connection", "messages", "runs", "schemas"],
    lifecycle: ["connection", "messages", "runs", "schemas"],
    actions: ["connection", "lifecycle", "messages", "purge", "runs", "schemas"],
  },
  report: { terraform: [], sections: ["terraform"], render: ["sections"] },
  testing: { configuration: [], terraform: [] },
  tfplugin6: { codec: [], messages: ["codec"], rpcs: ["codec", "messages"] },
};

const lib = resolve(__dirname, "lib");

/** Where a file of lib lies: its folder, and its room in that folder (none at the top). The path of a room is its index. */
function placeOf(path) {
  const [folder, room, file] = relative(lib, path).split(sep);
  const isRoom = file !== undefined || rooms[folder]?.[room] !== undefined;
  return folder === ".." ? undefined : { folder, room: isRoom ? room : undefined };
}

/** The table's objection to an import of a file of lib (both paths absolute, the import as written); `undefined` without one. */
function objectionTo(file, specifier) {
  const from = placeOf(file);
  const allowed = from && folders[from.folder];
  if (!allowed) return undefined;
  if (specifier.startsWith("node:")) {
    const name = specifier.slice(5);
    return allowed.node === "all" || allowed.node.includes(name)
      ? undefined
      : `lib/${from.folder} may not import ${specifier}`;
  }
  if (!specifier.startsWith(".")) {
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    return allowed.npm.includes(name) ? undefined : `lib/${from.folder} may not import npm:${name}`;
  }
  const to = placeOf(resolve(dirname(file), specifier));
  // Outside of lib: the manifest, say.
  if (!to) return from.folder === "bin" ? undefined : `lib/${from.folder} may not import ${specifier}`;
  if (to.folder === from.folder) return objectionToRoom(from, to);
  return allowed.ours.includes(to.folder) ? undefined : `lib/${from.folder} may not import ${to.folder}`;
}

function objectionToRoom({ folder, room }, to) {
  const known = rooms[folder];
  if (!known || !room || !to.room || to.room === room || known[room]?.includes(to.room)) return undefined;
  return `lib/${folder}/${room} may not import ${folder}/${to.room}`;
}

/** The same for ESLint, at each import. */
const rule = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const check = (node) => {
      const source = node?.type === "TSLiteralType" ? node.literal : node;
      if (typeof source?.value !== "string") return;
      const message = objectionTo(context.filename, source.value);
      if (message) context.report({ node: source, message: `${message} (eslint.imports.cjs).` });
    };
    return {
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source),
      "CallExpression[callee.name='require']": ({ arguments: [first] }) => check(first),
    };
  },
};

module.exports = { folders, rooms, objectionTo, rule };
