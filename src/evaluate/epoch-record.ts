// The record of an epoch, and the sums it is computed from while the epoch runs.
import * as z from 'zod';

const optionalNumber = z.number().optional();

export const epochRecordSchema = z.strictObject({
  /** From 1. */
  epoch: z.int(),
  /** Updates made so far. */
  step: z.int(),
  /** At the epoch's last step. */
  learningRate: z.number(),
  /** Means over the epoch's images. */
  loss: z.number(),
  classification: z.number(),
  tokenAlignment: optionalNumber,
  promptAlignment: optionalNumber,
  prototypeAlignment: optionalNumber,
  textTie: optionalNumber,
  textMoments: optionalNumber,
  logitConsistency: optionalNumber,
  imageConsistency: optionalNumber,
  marginPenalty: optionalNumber,
  /** Accuracy on the augmented training images, each before its update. */
  trainWar: z.number(),
  /** Means over the epoch's steps, before clipping. */
  gradientNormContext: z.number(),
  gradientNormVisual: optionalNumber,
  gradientNormResidual: optionalNumber,
  /** Norms of the prompts, and their distance from the start relative to its norm. */
  contextNorm: z.number(),
  visualNorm: optionalNumber,
  residualNorm: optionalNumber,
  contextDrift: z.number(),
  visualDrift: optionalNumber,
  /** On the validation split, in epochs that are evaluated. */
  valid: z
    .strictObject({
      n: z.int(),
      war: z.number(),
      uar: z.number(),
      nll: z.number(),
      /** As in `HeldOutAlignment`. */
      prototypeAlignment: optionalNumber,
      globalOwn: optionalNumber,
      globalOther: optionalNumber,
      localOwn: optionalNumber,
      localOther: optionalNumber,
    })
    .optional(),
  /** On the test split, with `testEachEpoch`. */
  test: z.strictObject({ n: z.int(), war: z.number(), uar: z.number(), nll: z.number() }).optional(),
  /** The vocabulary entry nearest to each soft token with its cosine: a list per class, or one where classes share the context. */
  nearestWords: z
    .array(z.array(z.tuple([z.string(), z.number()]).readonly()).readonly())
    .readonly()
    .optional(),
});

export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** Sums over the images or steps of the current epoch. */
export const stepSumsSchema = z.strictObject({
  images: z.int(),
  steps: z.int(),
  correct: z.int(),
  /** Sum over images of each loss, by name. */
  losses: z.record(z.string(), z.number()),
  normContext: z.number(),
  normVisual: z.number(),
  normResidual: z.number().optional(),
});

export type StepSums = z.infer<typeof stepSumsSchema>;

export const emptySums: StepSums = { images: 0, steps: 0, correct: 0, losses: {}, normContext: 0, normVisual: 0 };
