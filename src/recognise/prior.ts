// How frequent plain CLIP takes its classes to be: as in its training, or all alike.
export const priors = ['trained', 'even'] as const;
export type Prior = (typeof priors)[number];
