// The order of names that is the same on every machine and in every locale.

/** The order of `Array.sort` and of `<`: the same in every locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
