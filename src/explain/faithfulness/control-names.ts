// Names of the controls among the maps of a study.

/** The mean map of other people, by the method that made it. */
export const averageOf = (method: string): string => `${method}, class average`;

export const centreControl = 'centre';

/** All random orders of a face as one. */
export const randomControl = 'random';

/** One random order of a face, by its number from 0. */
export const randomOrder = (index: number): string => `random order ${index + 1}`;

export const isRandomOrder = (name: string): boolean => name.startsWith('random order ');
