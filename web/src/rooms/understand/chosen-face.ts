// The face that is looked at in detail.
import { signal } from '@preact/signals';

export const chosenFace = signal<string | undefined>(undefined);
