/**
 * The tests load this instead of cdktf's archiver, which takes a tenth of the time of a synthesis to load and zips the folders of a
 * `TerraformAsset`: no construct here has one.
 */
export = (): never => {
  throw new Error("No test zips a folder with cdktf: to let one do so, take archiver out of jest.config.js.");
};
