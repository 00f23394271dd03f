// How videos are recognised: how many frames of a second, and how long a resting face is taken.
import { signal } from '@preact/signals';

/** Frames of each second; undefined for all of them. */
export const framesPerSecond = signal<number | undefined>(10);

/** The seconds of each person's resting face; 0 for none. */
export const baselineSeconds = signal(3);
