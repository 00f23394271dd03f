// What is written down of each epoch, and the sums that it is made of while the epoch runs.
import * as z from 'zod';

const optionalNumber = z.number().optional();

export const epochRecordSchema = z.strictObject({
  /** From 1. */
  epoch: z.int(),
  /** Updates made so far. */
  step: z.int(),
  /** Of the epoch's last step. */
  learningRate: z.number(),
  /** Means over the epoch's images. */
  loss: z.number(),
  classification: z.number(),
  tokenAlignment: optionalNumber,
  promptAlignment: optionalNumber,
  prototypeAlignment: optionalNumber,
  /** Share of training images, as augmented, that were recognised before their update. */
  trainWar: z.number(),
  /** Means over the epoch's steps, before clipping. */
  gradientNormContext: z.number(),
  gradientNormVisual: optionalNumber,
  /** Lengths of the prompts, and how far they are from their start relative to its length. */
  contextNorm: z.number(),
  visualNorm: optionalNumber,
  contextDrift: z.number(),
  visualDrift: optionalNumber,
  /** On the validation split, where there is one and it was this epoch's turn. */
  valid: z
    .strictObject({
      n: z.int(),
      war: z.number(),
      uar: z.number(),
      nll: z.number(),
      /** As `HeldOutAlignment` says; absent in records of before these were kept. */
      prototypeAlignment: optionalNumber,
      globalOwn: optionalNumber,
      globalOther: optionalNumber,
      localOwn: optionalNumber,
      localOther: optionalNumber,
    })
    .optional(),
  /** On the test split, where the configuration asks for it. */
  test: z.strictObject({ n: z.int(), war: z.number(), uar: z.number(), nll: z.number() }).optional(),
  /** The nearest entry of the vocabulary of each soft token with its cosine, class by class, or one list where they share. */
  nearestWords: z
    .array(z.array(z.tuple([z.string(), z.number()]).readonly()).readonly())
    .readonly()
    .optional(),
});

export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** Sums over the images or steps of the epoch under way. */
export const stepSumsSchema = z.strictObject({
  images: z.int(),
  steps: z.int(),
  correct: z.int(),
  /** Sum over images of each loss, by name. */
  losses: z.record(z.string(), z.number()),
  normContext: z.number(),
  normVisual: z.number(),
});

export type StepSums = z.infer<typeof stepSumsSchema>;

export const emptySums: StepSums = { images: 0, steps: 0, correct: 0, losses: {}, normContext: 0, normVisual: 0 };
