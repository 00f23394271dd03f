// A trained recogniser, ready to use: its checkpoint, its CLIP and one compiled program.

import type { ClipModel } from '../clip/load-clip.ts';
import { preprocess } from '../clip/preprocess.ts';
import type { Precision } from '../configuration/precision.ts';
import { argmax } from '../core/argmax.ts';
import { float32, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import { fixed } from '../core/shape.ts';
import { type Dataset, ofSplit, type Sample, type SplitChoice } from '../data/dataset.ts';
import type { Engine } from '../engine/engine.ts';
import type { OwnThreshold } from '../evaluate/own-threshold.ts';
import type { SamplePredictions } from '../evaluate/sample-predictions.ts';
import type { TrainingData } from '../evaluate/training-data.ts';
import { type AlignmentRecipe, eyesLevel, recipeFor } from '../faces/alignment.ts';
import type { SquareView } from '../image/square.ts';
import { softmaxRows } from '../metrics/temperature.ts';
import type { Checkpoint } from './checkpoint.ts';
import { requireSameClip } from './clip-identity.ts';
import { rgbPixels } from './pixels.ts';
import { evaluationBatch, predictSamples } from './predict-samples.ts';
import { type Classifier, type RecogniserOptions, recogniserProgram } from './recogniser-program.ts';

/** A recogniser of face crops in pixels. `openRecogniser` gives one that takes any picture. */
export interface Recogniser {
  readonly classes: readonly string[];
  /** Divides the logits before the softmax: fitted on the validation split, or within the faces that it was taught by; 1 without. */
  readonly temperature: number;
  /** How a face is cut out of a picture for it: side in pixels, and where the eyes are. */
  readonly crops: { readonly side: number; readonly recipe: AlignmentRecipe };
  /** The confidence below which faces are unsure, chosen on the validation split; absent where none was. */
  readonly abstention?: OwnThreshold | undefined;
  /** It was taught by faces: its temperature is that of cross-validation within them. */
  readonly taught?: true | undefined;
  /** Absent for plain CLIP, and where the run's file does not record it. */
  readonly trainedOn?: TrainingData | undefined;
  /**
   * Classifies faces, cropped as in training; probabilities are calibrated where there was a validation split.
   *
   * @throws MpaferError `image` when pixels do not fit their width and height
   */
  recognise(faces: readonly RgbImage[]): Promise<readonly RecognisedFace[]>;
  /** Yields how many are done, then returns the predictions of a data set's samples, at temperature 1 as training reports them. */
  predict(samples: readonly Sample[], signal?: AbortSignal): AsyncGenerator<number, SamplePredictions>;
  release(): Promise<void>;
}

/** What a recogniser says of one face. */
export interface RecognisedFace {
  /** The most probable class. */
  readonly expression: string;
  /** Probability of each class, by name; they sum to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** Similarity of each patch to the predicted class, row by row; absent without a local branch. */
  readonly patches?: { readonly rows: number; readonly columns: number; readonly values: readonly number[] };
}

/** Options of `loadRun`. */
export interface LoadRunOptions {
  /** What to call the checkpoint in messages. */
  readonly name?: string | undefined;
  /** What the towers compute in; by default what they were trained in. */
  readonly precision?: Precision | undefined;
}

/**
 * A trained recogniser, ready to use.
 *
 * @throws MpaferError `checkpoint` when it was trained on another CLIP, or on faces aligned by a recipe that is not known
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { loadRun, nodeEngine, openClip, readCheckpoint } from 'mpafer';
 * await using engine = nodeEngine();
 * const pack = 'assets/packs/fer2013.safetensors';
 * const recogniser = await loadRun(engine, await openClip('face-clip'), readCheckpoint(await readFile(pack), pack));
 * console.log(recogniser.classes.length); // 7
 * ```
 */
export async function loadRun(
  engine: Engine,
  clip: ClipModel,
  checkpoint: Checkpoint,
  { name = 'the checkpoint', precision }: LoadRunOptions = {},
): Promise<Recogniser> {
  await requireSameClip(checkpoint, clip, name);
  const { classes, text, visual, imageWeights, scale, temperature, configuration, abstention, data, taught } =
    checkpoint;
  const recipe = recipeFor(data?.alignment, name);
  const options = { ...configuration, ...(precision && { precision }) };
  const parts = { classes, classifier: { text, visual, imageWeights }, options, scale, temperature, recipe };
  return {
    ...(await createRecogniser(engine, clip, parts)),
    abstention,
    trainedOn: data,
    ...(taught && { taught: true }),
  };
}

/** What a recogniser is made of, apart from CLIP. */
export interface RecogniserParts {
  readonly classes: readonly string[];
  readonly classifier: Classifier;
  readonly options: RecogniserOptions;
  /** s, the factor on similarities. */
  readonly scale: number;
  /** Divides the logits before the softmax. */
  readonly temperature: number;
  /** How faces are cut out of pictures for it (default: `eyesLevel`). */
  readonly recipe?: AlignmentRecipe | undefined;
}

/** A recogniser from its parts. */
export async function createRecogniser(
  engine: Engine,
  clip: ClipModel,
  { classes, classifier, options, scale, temperature, recipe = eyesLevel }: RecogniserParts,
): Promise<Recogniser> {
  const program = await recogniserProgram(engine, clip, {
    like: classifier,
    options,
    scale,
    extras: { patches: true },
  });
  const size = clip.config.image.size;
  const side = size / clip.config.image.patch;
  const recogniseBatch = async (faces: readonly RgbImage[]): Promise<readonly RecognisedFace[]> => {
    const pixels = new Float32Array(faces.length * 3 * size * size);
    faces.forEach((face, index) => {
      preprocess(rgbPixels(face), clip.preprocessing, pixels, index * 3 * size * size);
    });
    const found = await program.run(float32(pixels, [faces.length, 3, size, size]), classifier);
    const probabilities = softmaxRows(found.logits.data, classes.length, temperature);
    return faces.map((_, index) => {
      const row = probabilities.subarray(index * classes.length, (index + 1) * classes.length);
      const best = argmax(row);
      const values = found.patchSimilarity && patchValues(found.patchSimilarity, index, best);
      return {
        expression: classes[best]!,
        probabilities: Object.fromEntries(classes.map((own, column) => [own, row[column]!])),
        ...(values && { patches: { rows: side, columns: side, values } }),
      };
    });
  };
  return {
    classes,
    temperature,
    crops: { side: size, recipe },
    async recognise(faces) {
      const recognised: RecognisedFace[] = [];
      for (let begin = 0; begin < faces.length; begin += evaluationBatch) {
        recognised.push(...(await recogniseBatch(faces.slice(begin, begin + evaluationBatch))));
      }
      return recognised;
    },
    predict: (samples, signal) => predictSamples(clip, { program, classifier, classes }, samples, { signal }),
    release: () => program.release(),
  };
}

/** Row of [B, C, N]. */
function patchValues({ data, shape }: NumericArray<'float32'>, face: number, column: number): number[] {
  const [classes, patches] = [fixed(shape, 1), fixed(shape, 2)];
  const begin = (face * classes + column) * patches;
  return Array.from(data.subarray(begin, begin + patches));
}

/**
 * The samples of a split under a recogniser's own class indices. Faces of classes that it does not know are skipped.
 *
 * @throws MpaferError `data` when none remain
 */
export function samplesFor(
  classes: readonly string[],
  dataset: Dataset,
  split: SplitChoice,
): { readonly samples: readonly Sample[]; readonly skipped: Readonly<Record<string, number>> } {
  const own = dataset.classes.map((name) => classes.indexOf(name));
  const skipped: Record<string, number> = {};
  const samples = ofSplit(dataset, split).flatMap((sample) => {
    const label = own[sample.label]!;
    if (label >= 0) return [{ ...sample, label, read: (view?: SquareView) => sample.read(view) }];
    const name = dataset.classes[sample.label]!;
    skipped[name] = (skipped[name] ?? 0) + 1;
    return [];
  });
  if (samples.length === 0) {
    throw new MpaferError(
      'data',
      `Cannot evaluate on ${split === 'all' ? dataset.name : `the ${split} split of ${dataset.name}`}: it has no face of ${classes.join(', ')}`,
      {
        hint: `Its classes are ${dataset.classes.join(', ')}; splits with faces are ${(['train', 'valid', 'test'] as const).filter((name) => ofSplit(dataset, name).length > 0).join(', ') || 'none'}`,
      },
    );
  }
  return { samples, skipped };
}
