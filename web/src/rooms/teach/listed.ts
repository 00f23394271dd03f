// Names and counts as parts of a sentence.
/** `a`, `a and b`, `a, b and c` */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** `1 person or burst`, `3 people or bursts`: what no split divides. */
export const groupsOf = (count: number): string => (count === 1 ? '1 person or burst' : `${count} people or bursts`);
