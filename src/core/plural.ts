// How many of what, as a sentence says it: `1 image`, `2 images`.

/** `plural(1, 'face')` is `1 face`, `plural(2, 'box', 'boxes')` is `2 boxes`; a verb may travel along: `'face is', 'faces are'`. */
export const plural = (count: number, one: string, many?: string): string => `${count} ${nounFor(count, one, many)}`;

/** The word alone, where the number is written otherwise. */
export const nounFor = (count: number, one: string, many = `${one}s`): string => (count === 1 ? one : many);
