// The version of this package, for code that cannot read package.json; a test compares them.
export const version = '0.1.0';
