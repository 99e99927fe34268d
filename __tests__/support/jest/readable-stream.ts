/** The tests load this in place of the package of this name, which is a copy of it: see jest.config.js. */
export { Duplex, PassThrough, Readable, Stream, Transform, Writable, finished, pipeline } from "node:stream";
