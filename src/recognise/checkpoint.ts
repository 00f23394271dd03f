// A checkpoint: one safetensors file with a trained recogniser and, during training, everything needed to resume.
import * as z from 'zod';
import { type Configuration, parseConfiguration } from '../configuration/configuration.ts';
import type { NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { type EpochRecord, epochRecordSchema, type StepSums, stepSumsSchema } from '../evaluate/epoch-record.ts';
import { type OwnThreshold, ownThresholdSchema } from '../evaluate/own-threshold.ts';
import { type TrainingData, trainingDataSchema } from '../evaluate/training-data.ts';
import { mapPrompts, type PromptArrays, trainedPrompts } from '../method/prompts.ts';
import { toFloat16, toFloat32 } from '../safetensors/half.ts';
import { parseHeader } from '../safetensors/header.ts';
import { isIntact, writeSealed } from '../safetensors/seal.ts';
import { readTensor } from '../safetensors/tensor.ts';
import { type ClipIdentity, clipIdentitySchema } from './clip-identity.ts';
import { type TaughtBy, taughtFacts, taughtSchema } from './taught-by.ts';

/** A trained recogniser, complete but for CLIP itself: its visual prompts where it has any, and what else was learned. */
export interface Checkpoint extends Omit<PromptArrays, 'context'> {
  readonly classes: readonly string[];
  readonly configuration: Configuration;
  /** The CLIP that the prompts were trained on: they are meaningless with any other. */
  readonly clip: ClipIdentity;
  /** s, the factor on similarities. */
  readonly scale: number;
  /** Epochs that the prompts have seen; 0 is before the first. */
  readonly epoch: number;
  /** V: [C, M, Dt] or [M, Dt]; absent where the text features were taught by faces, without prompts. */
  readonly context?: NumericArray<'float32'> | undefined;
  /** w: [C, E], features of the soft prompts, with the residual. */
  readonly text: NumericArray<'float32'>;
  /** p: [C, E]; absent where training does not use them. */
  readonly prototypes?: NumericArray<'float32'> | undefined;
  /** Softmax temperature fitted on the validation split; 1 where none was. */
  readonly temperature: number;
  /** The confidence below which faces are unsure; absent without validation faces, or where none reaches the accuracy. */
  readonly abstention?: OwnThreshold | undefined;
  /** What it was trained on; absent where the file does not record it. */
  readonly data?: TrainingData | undefined;
  /** The faces that it was taught by, as features, so that more can be added; absent where it was trained. */
  readonly taught?: TaughtBy | undefined;
  readonly training?: TrainingState | undefined;
}

/** The state of training. All randomness is a function of seed, epoch and position, so none is stored. */
export interface TrainingState {
  readonly fingerprint: string;
  /** SHA-256 of the hard prompts' sentences. */
  readonly hardPrompts: string;
  /** Current epoch, from 0, and its batches done so far. */
  readonly epoch: number;
  readonly batch: number;
  /** Updates made so far. */
  readonly step: number;
  /** Momentum of each prompt. */
  readonly momentum: PromptArrays;
  readonly sums: StepSums;
  readonly records: readonly EpochRecord[];
  /** The prompts' average over epochs so far, and the sum of the epochs' weights. */
  readonly average?: { readonly weight: number; readonly prompts: PromptArrays } | undefined;
  /** The prompts that did best on the validation split so far. */
  readonly best?: BestPrompts | undefined;
  /** Those that did best on the test split, where the configuration evaluates on it each epoch. */
  readonly bestTest?: BestPrompts | undefined;
}

export interface BestPrompts extends PromptArrays {
  /** Epochs seen. */
  readonly epoch: number;
  readonly war: number;
  readonly text: NumericArray<'float32'>;
}

const format = 'mpafer-checkpoint-1';

const kept = z.strictObject({ epoch: z.int(), war: z.number() });

/** Prefixes of the tensors of kept prompts, and their names. */
const keptNames = { best: 'best', bestTest: 'best_test' } as const;
const tensorNames = {
  context: 'context',
  visual: 'visual_prompts',
  residual: 'residual',
  bottleneck: 'bottleneck',
  factors: 'factors',
  textWeights: 'text_weights',
  imageWeights: 'image_weights',
} as const;

const contentSchema = z.strictObject({
  classes: z.array(z.string().min(1)).min(1),
  configuration: z.unknown(),
  clip: clipIdentitySchema,
  scale: z.number().positive(),
  epoch: z.int().min(0),
  temperature: z.number().positive(),
  abstention: ownThresholdSchema.optional(),
  data: trainingDataSchema.optional(),
  taught: taughtSchema.optional(),
  training: z
    .strictObject({
      fingerprint: z.string(),
      hardPrompts: z.string(),
      epoch: z.int().min(0),
      batch: z.int().min(0),
      step: z.int().min(0),
      sums: stepSumsSchema,
      records: z.array(epochRecordSchema),
      average: z.number().min(0).optional(),
      best: kept.optional(),
      bestTest: kept.optional(),
    })
    .optional(),
});

/**
 * The file's bytes; equal checkpoints give equal bytes.
 *
 * @param half whether tensors are rounded to float16, which halves the file
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { readCheckpoint, writeCheckpoint } from 'mpafer';
 * const pack = 'assets/packs/fer2013.safetensors';
 * const bytes = writeCheckpoint(readCheckpoint(await readFile(pack), pack));
 * console.log(readCheckpoint(bytes, 'the copy').classes.length); // 7
 * ```
 */
export function writeCheckpoint(checkpoint: Checkpoint, { half = false } = {}): Uint8Array {
  const { classes, configuration, clip, scale, epoch, temperature, abstention, data, taught, training } = checkpoint;
  const tensors: Record<string, NumericArray> = {};
  const put = (name: string, array: NumericArray | undefined) => {
    if (array !== undefined) tensors[name] = half ? toFloat16(array) : array;
  };
  put('context', checkpoint.context);
  put('text_features', checkpoint.text);
  put('visual_prompts', checkpoint.visual);
  put('residual', checkpoint.residual);
  put('bottleneck', checkpoint.bottleneck);
  put('factors', checkpoint.factors);
  put('text_weights', checkpoint.textWeights);
  put('image_weights', checkpoint.imageWeights);
  put('prototypes', checkpoint.prototypes);
  put('taught.anchors', taught?.anchors);
  put('taught.features', taught?.features);
  const putPrompts = (own: string, prompts: PromptArrays) =>
    mapPrompts(prompts, (array, kind) => put(`${own}.${tensorNames[kind]}`, array));
  if (training) putPrompts('momentum', training.momentum);
  if (training?.average) putPrompts('average', training.average.prompts);
  for (const key of ['best', 'bestTest'] as const) {
    const prompts = training?.[key];
    if (prompts) putPrompts(keptNames[key], prompts);
    put(`${keptNames[key]}.text_features`, prompts?.text);
  }
  const score = (prompts: BestPrompts | undefined) => prompts && { epoch: prompts.epoch, war: prompts.war };
  const [best, bestTest] = [score(training?.best), score(training?.bestTest)];
  const content: z.input<typeof contentSchema> = {
    classes: [...classes],
    configuration,
    clip,
    scale,
    epoch,
    temperature,
    ...(abstention && { abstention }),
    ...(data && { data }),
    ...(taught && { taught: taughtFacts(taught) }),
    ...(training && {
      training: {
        fingerprint: training.fingerprint,
        hardPrompts: training.hardPrompts,
        epoch: training.epoch,
        batch: training.batch,
        step: training.step,
        sums: training.sums,
        // In the schema's key order, as when read back, so that a resumed run writes the same bytes.
        records: training.records.map((record) => epochRecordSchema.parse(record)),
        ...(training.average && { average: training.average.weight }),
        ...(best && { best }),
        ...(bestTest && { bestTest }),
      },
    }),
  };
  return writeSealed(tensors, { format, content: JSON.stringify(content) });
}

/**
 * Reads and checks a checkpoint file or pack.
 *
 * @param name what to call the file in messages
 * @throws MpaferError `checkpoint` when it is not a checkpoint of this program or its parts do not fit, `safetensors` when the file is broken
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { readCheckpoint } from 'mpafer';
 * const pack = 'assets/packs/fer2013.safetensors';
 * const { clip, classes } = readCheckpoint(await readFile(pack), pack);
 * console.log(clip.name, classes.length); // face-clip 7
 * ```
 */
export function readCheckpoint(bytes: Uint8Array, name: string): Checkpoint {
  const header = parseHeader(bytes, bytes.length, name);
  const refuse = (found: string): never => {
    throw new MpaferError('checkpoint', `Cannot read checkpoint "${name}": ${found}`);
  };
  if (header.metadata.format !== format)
    refuse(`its format is ${JSON.stringify(header.metadata.format ?? 'none')}; expected "${format}"`);
  if (!isIntact(bytes, header.metadata, ['format', 'content']))
    refuse('its bytes are not those that were written, so the file is damaged');
  const content = contentSchema.safeParse(parseJson(header.metadata.content ?? '', refuse));
  if (!content.success) {
    const issue = content.error.issues[0]!;
    return refuse(`${issue.path.join('.') || 'its content'}: ${issue.message.toLowerCase()}`);
  }
  const { training, configuration, taught, ...rest } = content.data;
  const needed = (tensor: string, ...shape: (number | undefined)[]): NumericArray<'float32'> => {
    const array = readTensor(bytes, header, tensor, name);
    const fits =
      array.shape.length === shape.length &&
      shape.every((length, axis) => length === undefined || length === array.shape[axis]);
    // Packs may hold their prompts in half precision.
    if ((array.type !== 'float32' && array.type !== 'float16') || !fits) {
      refuse(
        `tensor "${tensor}" is ${array.type} [${array.shape.join(', ')}]; expected float32 [${shape.map((length) => length ?? '?').join(', ')}]`,
      );
    }
    return toFloat32(array);
  };
  const optional = (tensor: string, ...shape: (number | undefined)[]) =>
    header.tensors.has(tensor) ? needed(tensor, ...shape) : undefined;

  const classes = rest.classes.length;
  const parsed = parseConfiguration(configuration, `the configuration in "${name}"`);
  const contextShape = parsed.sharedContext ? [undefined, undefined] : [classes, undefined, undefined];
  const context = taught === undefined ? needed('context', ...contextShape) : undefined;
  const visual = optional('visual_prompts', undefined, undefined, undefined);
  const text = needed('text_features', classes, undefined);
  const residual = optional('residual', ...text.shape);
  const bottleneck = optional('bottleneck', undefined, undefined);
  const factors = optional('factors', undefined, undefined, undefined);
  const moves = (tower: string) => optional(`${tower}_weights`, undefined, 3, 2, undefined, undefined);
  const [textWeights, imageWeights] = [moves('text'), moves('image')];
  const prompts = {
    visual,
    ...(residual && { residual }),
    ...(bottleneck && { bottleneck }),
    ...(factors && { factors }),
    ...(textWeights && { textWeights }),
    ...(imageWeights && { imageWeights }),
  };
  const promptsOf = (own: string): PromptArrays =>
    // Those that are trained have a context, whose shape the others share.
    mapPrompts(trainedPrompts({ context: context ?? { shape: [] }, ...prompts }), ({ shape }, kind) =>
      needed(`${own}.${tensorNames[kind]}`, ...shape),
    );
  const keptPrompts = (own: string, { epoch, war }: z.infer<typeof kept>): BestPrompts => ({
    epoch,
    war,
    ...promptsOf(own),
    text: needed(`${own}.text_features`, ...text.shape),
  });
  if (taught !== undefined) {
    const { labels, people, faces } = taught;
    if (people.length !== labels.length || faces.length !== labels.length || labels.some((label) => label >= classes)) {
      refuse(
        `it names ${labels.length} labels of ${classes} classes, ${people.length} people and ${faces.length} faces`,
      );
    }
  }
  return {
    ...rest,
    configuration: parsed,
    ...(taught && {
      taught: {
        ...taught,
        anchors: needed('taught.anchors', ...text.shape),
        features: needed('taught.features', taught.labels.length, text.shape[1]),
      },
    }),
    context,
    ...prompts,
    text,
    prototypes: optional('prototypes', classes, text.shape[1]),
    training: training && {
      ...training,
      momentum: promptsOf('momentum'),
      average: training.average === undefined ? undefined : { weight: training.average, prompts: promptsOf('average') },
      best: training.best && keptPrompts(keptNames.best, training.best),
      bestTest: training.bestTest && keptPrompts(keptNames.bestTest, training.bestTest),
    },
  };
}

function parseJson(text: string, refuse: (found: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('its content is not JSON');
  }
}
