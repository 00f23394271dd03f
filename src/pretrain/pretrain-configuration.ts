// Every setting of pretraining; the defaults are the recipe of the shipped model.
import * as z from 'zod';
import type { ClipConfig } from '../clip/config.ts';
import { clipSpecialTokens } from '../clip/config.ts';
import { refusedSettings } from '../configuration/refused-settings.ts';

const whole = z.int().min(1);
const share = z.number().min(0).max(1);
const rate = z.number().positive();

const towerSchema = (width: number, layers: number, heads: number) =>
  z
    .strictObject({
      width: whole.default(width),
      layers: whole.default(layers),
      heads: whole.default(heads),
      hidden: whole.default(4 * width),
    })
    .prefault({});

export const pretrainSchema = z.strictObject({
  /** Name of the model in its card and record. */
  name: z.string().min(1).default('face-clip'),
  seed: z.int().default(1),
  /** Side S of the images and p of the patches, pixels. */
  size: whole.default(48),
  patch: whole.default(6),
  image: towerSchema(192, 6, 3),
  text: towerSchema(128, 3, 2),
  /** T, as in CLIP. */
  positions: whole.default(77),
  /** Largest size of the vocabulary, which is trained on the captions; by default all of their words are single tokens. */
  vocabulary: z.int().min(514).max(8192).default(8000),
  /** E */
  embedding: whole.default(128),
  /** Initial factor on cosines; learned. */
  logitScale: z.number().positive().default(14),
  /** Weight of the patch loss, relative to that of the class token. */
  localWeight: z.number().min(0).default(0.5),
  /** The convolutional guide that the image tower learns from; 0 epochs skip it. */
  guideStage: z
    .strictObject({
      epochs: z.number().min(0).default(10),
      batch: whole.default(128),
      rate: rate.default(1e-3),
      warmup: share.default(0.05),
      averageDecay: share.default(0.99),
      /** Channels and blocks of the fine map (four positions per patch) and of the coarse map (one position per patch). */
      fineWidth: whole.default(48),
      fineBlocks: whole.default(1),
      width: whole.default(96),
      blocks: whole.default(3),
    })
    .prefault({}),
  guidance: z
    .strictObject({
      /** Weight of the distance between the tower's and the guide's features of a patch. */
      weight: z.number().min(0).default(2),
      /** Share of the guide's probabilities in the image stage's targets. */
      share: share.default(0.5),
      /** Share of the patch loss in which each patch learns what the guide sees at its place, instead of what the whole face is. */
      place: share.default(0),
    })
    .prefault({}),
  imageStage: z
    .strictObject({
      epochs: z.number().positive().default(18),
      batch: whole.default(128),
      rate: rate.default(6e-4),
      warmup: share.default(0.05),
      /** Share of the patches shown in a step. */
      visible: share.default(0.5),
      /** Share of the steps, at the end of the stage, that show all patches. */
      complete: share.default(0.15),
      averageDecay: share.default(0.995),
    })
    .prefault({}),
  /** The image tower sees faces as they are cut out of photographs, while the class vectors stay where they are; 0 epochs skip it. */
  adaptStage: z
    .strictObject({
      epochs: z.number().min(0).default(0),
      batch: whole.default(128),
      rate: rate.default(2e-4),
      warmup: share.default(0.05),
      visible: share.default(0.5),
      complete: share.default(0.25),
      averageDecay: share.default(0.995),
      /**
       * Weight of the logarithm of each class's share of the votes, added to its score in training alone: with 1 the tower learns to
       * recognise faces as if all classes were equally frequent, with 0 as they are.
       */
      prior: share.default(0.5),
    })
    .prefault({}),
  textStage: z
    .strictObject({
      steps: whole.default(1500),
      batch: whole.default(64),
      rate: rate.default(1e-3),
      warmup: share.default(0.05),
      averageDecay: share.default(0.99),
    })
    .prefault({}),
  jointStage: z
    .strictObject({
      /** 0 skips the stage. */
      epochs: z.number().min(0).default(0),
      batch: whole.default(128),
      rate: rate.default(3e-4),
      warmup: share.default(0.05),
      visible: share.default(1),
      /** Weight of the caption-to-image cross-entropy, relative to image-to-caption. */
      captionWeight: z.number().min(0).default(0.25),
      averageDecay: share.default(0.99),
    })
    .prefault({}),
  optimiser: z
    .strictObject({
      momentum: share.default(0.95),
      beta1: share.default(0.9),
      beta2: share.default(0.98),
      weightDecay: z.number().min(0).default(0.05),
      muonFactor: z.number().positive().default(5),
      clip: z.number().positive().default(1),
    })
    .prefault({}),
  view: z
    .strictObject({
      degrees: z.number().min(0).default(15),
      zoom: share.default(0.15),
      shift: share.default(0.08),
      brightness: share.default(0.15),
      contrast: share.default(0.3),
      erase: share.default(0.25),
      erased: z.tuple([share, share]).default([0.02, 0.15]),
    })
    .prefault({}),
  /** Views of the adapt stage, beside `view`, which moves the data set's own crops there. */
  photo: z
    .strictObject({
      /** Share of the views that are cut by the recipe of recognition. */
      recipe: share.default(0.7),
      finder: z.strictObject({ eyes: share.default(0.04), zoom: share.default(0.08) }).prefault({}),
      camera: z
        .strictObject({
          gamma: z.number().min(0).default(0.4),
          slope: share.default(0.3),
          brightness: share.default(0.1),
          contrast: share.default(0.3),
          blur: share.default(0.025),
          sharpen: z.number().min(0).default(1),
          coarse: share.default(0.25),
          coarsest: share.default(0.5),
          noise: share.default(0.03),
          compress: share.default(0.3),
          quality: z.tuple([z.int().min(1).max(100), z.int().min(1).max(100)]).default([15, 90]),
          erase: share.default(0.25),
          erased: z.tuple([share, share]).default([0.02, 0.15]),
        })
        .prefault({}),
    })
    .prefault({}),
  /** Steps between checkpoints, and epochs between evaluations on the validation split. */
  checkpointEvery: whole.default(100),
  evaluateEvery: z.number().positive().default(2),
});

/** Every setting of pretraining, with a value. */
export type PretrainConfiguration = z.infer<typeof pretrainSchema>;

/**
 * Settings of pretraining, the shipped model's wherever a value is missing.
 *
 * @param source what to call the values in messages
 * @throws MpaferError `configuration` for an unknown key or a value out of range
 * @example
 * ```ts
 * import { parsePretrainConfiguration } from 'mpafer/jobs';
 * const { size, seed } = parsePretrainConfiguration({ seed: 4 }, 'the settings');
 * console.log(size, seed); // 48 4
 * ```
 */
export function parsePretrainConfiguration(values: unknown, source: string): PretrainConfiguration {
  const result = pretrainSchema.safeParse(values);
  if (result.success) return result.data;
  throw refusedSettings(result.error, pretrainSchema, values, source);
}

export const isGuided = ({ guideStage }: PretrainConfiguration): boolean => guideStage.epochs > 0;

export const isAdapted = ({ adaptStage }: PretrainConfiguration): boolean => adaptStage.epochs > 0;

/** The configuration of the resulting CLIP. */
export const clipConfigOf = (configuration: PretrainConfiguration, vocabulary: number): ClipConfig => ({
  image: {
    ...configuration.image,
    size: configuration.size,
    patch: configuration.patch,
    activation: 'quick_gelu',
    epsilon: 1e-5,
  },
  text: {
    ...configuration.text,
    vocabulary,
    positions: configuration.positions,
    activation: 'quick_gelu',
    epsilon: 1e-5,
    ...clipSpecialTokens(vocabulary),
  },
  embedding: configuration.embedding,
});
