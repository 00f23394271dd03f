// What a recogniser was trained on, as its file records it: enough to recognise the data again, without any path or face name.
import * as z from 'zod';
import { type Dataset, ofSplit } from '../data/dataset.ts';
import { fingerprint } from '../data/fingerprint.ts';

const faces = z.int().min(0);

export const trainingDataSchema = z.strictObject({
  name: z.string(),
  /** SPEC without its path; absent for a data set that was not opened by a SPEC. */
  spec: z.string().optional(),
  /** Faces per split. Validation faces chose the epoch; test faces had no influence. */
  faces: z.strictObject({ train: faces, valid: faces, test: faces }),
  /** Of all names, splits and labels, and the alignment. */
  fingerprint: z.string(),
  /** The recipe that the faces were aligned by; absent for crops as they were published. */
  alignment: z.strictObject({ name: z.string(), eyeDistance: z.number(), eyeLine: z.number() }).optional(),
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
  ...(dataset.alignment !== undefined && { alignment: dataset.alignment }),
});
