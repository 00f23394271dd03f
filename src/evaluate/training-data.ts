// What a recogniser was trained on, as its file tells whoever gets it: enough to know the data again, and no path or name of a face.
import * as z from 'zod';
import { type Dataset, ofSplit } from '../data/dataset.ts';
import { fingerprint } from '../data/fingerprint.ts';

const faces = z.int().min(0);

export const trainingDataSchema = z.strictObject({
  name: z.string(),
  /** SPEC without its path; absent for a data set that no SPEC opened. */
  spec: z.string().optional(),
  /** How many each split has. Validation faces chose the epoch; test faces did nothing. */
  faces: z.strictObject({ train: faces, valid: faces, test: faces }),
  /** Of all names, splits and labels. */
  fingerprint: z.string(),
});

export type TrainingData = z.infer<typeof trainingDataSchema>;

export const trainingDataOf = (dataset: Dataset): TrainingData => ({
  name: dataset.name,
  ...(dataset.spec !== undefined && { spec: dataset.spec }),
  faces: {
    train: ofSplit(dataset, 'train').length,
    valid: ofSplit(dataset, 'valid').length,
    test: ofSplit(dataset, 'test').length,
  },
  fingerprint: fingerprint(dataset),
});
