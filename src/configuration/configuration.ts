// The one configuration of a training run: every key, its range and its default. Unknown keys are refused with the nearest known one.
import * as z from 'zod';
import { promptAugmentation } from '../data/augment/augmentation.ts';
import { samplerNames } from '../data/sampler.ts';
import { defaultMethod as method } from '../method/options.ts';
import { precisions } from './precision.ts';
import { refusedSettings } from './refused-settings.ts';

const count = z.int().min(1);
const share = z.number().min(0).max(1);
const positive = z.number().positive();
const range = z.tuple([z.number().positive(), z.number().positive()]).readonly();

/** `false` leaves a variation out, as its absence does: on the command line there is no other way to say so. */
const variation = <Type extends z.ZodType>(type: Type) =>
  z.preprocess((value) => (value === false ? undefined : value), type.optional()).optional();

/** docs/paper-map.md 3.5: cropping and erasing as the paper names them, their ranges and the flip our choice. */
const augmentation = z
  .strictObject({
    crop: variation(z.strictObject({ scale: range, ratio: range })),
    flip: variation(share),
    erase: variation(z.strictObject({ probability: share, scale: range, ratio: range })),
    affine: variation(
      z.strictObject({ probability: share, degrees: z.number().min(0), translate: share, scale: range }),
    ),
    jitter: variation(z.strictObject({ brightness: share, contrast: share })),
    mixup: variation(z.number().min(0)),
  })
  .default(promptAugmentation);

const methodShape = {
  contextTokens: count.default(method.contextTokens),
  sharedContext: z.boolean().default(method.sharedContext),
  contextWords: z.string().trim().min(1).optional(),
  visualPrompts: z.int().min(0).default(method.visualPrompts),
  visualDepth: count.optional(),
  hardPrompt: z.literal([1, 2, 3, 4]).default(method.hardPrompt),
  topPatches: z.int().min(0).default(method.topPatches),
  localWeight: z.number().min(0).default(method.localWeight),
  localFeature: z.enum(['token', 'value-path']).default(method.localFeature),
  localMatch: z.enum(['top', 'transport']).default(method.localMatch),
  scale: positive.optional(),
  textTemperature: positive.default(method.textTemperature),
  tokenAlignment: z.boolean().default(method.tokenAlignment),
  promptAlignment: z.enum(['contrastive', 'l1', 'cosine', 'none']).default(method.promptAlignment),
  prototypeAlignment: z.enum(['cosine', 'l1', 'none']).default(method.prototypeAlignment),
  prototypeSamples: count.optional(),
  residual: z.enum(['none', 'zero', 'taught']).default(method.residual),
  classAware: z.boolean().default(method.classAware),
  promptRank: z.int().min(0).default(method.promptRank),
  weightRank: z.int().min(0).default(method.weightRank),
  driftCorrection: z.boolean().default(method.driftCorrection),
  textTie: z.number().min(0).optional(),
  noiseTolerance: share.default(method.noiseTolerance),
  imageConsistency: z.number().min(0).default(method.imageConsistency),
  logitConsistency: z.number().min(0).default(method.logitConsistency),
  margin: z.strictObject({ mean: z.number().min(0), variance: z.number().min(0) }).optional(),
  textMoments: z.number().min(0).default(method.textMoments),
  alpha: z.number().min(0).default(method.alpha),
  beta: z.number().min(0).default(method.beta),
  gamma: z.number().min(0).default(method.gamma),
};

const trainingShape = {
  /** Passes over the training images. */
  epochs: count.default(120),
  /** B, images a step. */
  batch: count.default(32),
  /** Images that go through the tower at once: same gradient in the memory of a part; all B where absent. */
  microBatch: count.optional(),
  /** Peak learning rate; where absent 0.032 B / 32. */
  learningRate: positive.optional(),
  /** Rate of the text context as a multiple of the learning rate; 0 keeps it as it starts. */
  contextRate: z.number().min(0).default(1),
  /** Rate of the visual prompts as a multiple of the learning rate. */
  visualRate: positive.default(1),
  /** Rate of the residual as a multiple of the learning rate; 0 keeps it as it starts. */
  residualRate: z.number().min(0).default(1),
  /** Augmented views of each face, beside the face itself, that a residual is taught by. */
  residualViews: z.int().min(0).default(8),
  /** Keeps the prompts' average over epochs, weighed by a Gaussian: its centre and width as shares of the run. */
  average: z.strictObject({ centre: share, width: positive }).optional(),
  momentum: share.default(0.9),
  weightDecay: z.number().min(0).default(5e-4),
  warmupEpochs: z.number().min(0).default(1),
  /** Constant rate of the warm-up (Dassl); null makes it rise in a line. */
  warmupRate: positive.nullable().default(1e-5),
  /** Limit on the gradient's norm; null is no limit. */
  clipNorm: positive.nullable().default(1),
  /** Whether the limit holds for context and visual prompts together or for each. */
  clipGroups: z.enum(['together', 'each']).default('together'),
  /** Train on the annotators' votes instead of one label. */
  softLabels: z.boolean().default(false),
  /** Which images an epoch shows: each once, or classes weighed, see src/data/sampler.ts. */
  sampler: z.enum(samplerNames).default('none'),
  /** How much a class counts in the classification loss, see src/train/class-weights.ts. */
  classWeights: z
    .union([z.enum(['none', 'inverse-frequency', 'effective-number']), z.record(z.string().min(1), positive)], {
      error: 'expected "none" or "inverse-frequency" or "effective-number" or an object of weights above 0 by class',
    })
    .default('none'),
  /** b of `effective-number`: 0 weighs classes equally, towards 1 by their inverse frequency. */
  effectiveNumberBeta: z.number().min(0).lt(1).default(0.999),
  augmentation,
  /** What the towers' matrices are in both passes: as they are, or whole numbers of 8 bits, several times faster (docs/performance.md). */
  precision: z.enum(precisions).default('float32'),
  seed: z.int().default(1),
  /** Epochs between evaluations on the validation split; the last epoch is always evaluated. */
  evaluateEvery: count.default(1),
  /** Evaluate on the test split as often, to show what choosing the epoch there, as much of the literature does, would give. */
  testEachEpoch: z.boolean().default(false),
  /** Steps between checkpoints; one is also written after each epoch. */
  checkpointEvery: count.default(200),
};

const schema = z.strictObject({ ...methodShape, ...trainingShape });

/** A complete configuration, every default filled in. */
export type Configuration = z.infer<typeof schema>;

/** The configuration with every default. */
export const defaultConfiguration: Configuration = schema.parse({});

/**
 * Checks and completes a configuration.
 *
 * @param values keys and values as a JSON file or the command line gives them
 * @param source what to call them in messages
 * @throws MpaferError `configuration` that names the key, its value and what is expected
 * @example
 * ```ts
 * import { parseConfiguration } from 'mpafer';
 * const configuration = parseConfiguration({ epochs: 2 }, 'the settings of this script');
 * console.log(configuration.epochs); // 2
 * ```
 */
export function parseConfiguration(values: unknown, source: string): Configuration {
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  throw refusedSettings(result.error, schema, values, source);
}
