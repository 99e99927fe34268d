import stream = require("node:stream");
/** What the tests load in place of the package of this name, which is a copy of it: see jest.config.js. */
export = stream;
