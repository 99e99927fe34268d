/** The oldest Node.js that the programs of this package run on; `engines` of package.json says the same. */
export const oldestNode = "20.18.1";
