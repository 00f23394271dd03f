// The one configuration of a training run: every key, its range and its default. Unknown keys are refused with the nearest known one.
import { z } from 'zod';
import { MpaferError } from '../core/errors.ts';
import { nearestName } from '../core/nearest-name.ts';
import { promptAugmentation } from '../data/augment/augmentation.ts';
import { defaultMethod as method } from '../method/options.ts';

const count = z.int().min(1);
const share = z.number().min(0).max(1);
const positive = z.number().positive();
const range = z.tuple([z.number().positive(), z.number().positive()]).readonly();

/** METHOD 3.5: cropping and erasing as the paper names them, their ranges and the flip our choice. Absent or false leaves one out. */
const augmentation = z
  .strictObject({
    crop: z.strictObject({ scale: range, ratio: range }).optional(),
    flip: share.optional(),
    erase: z.strictObject({ probability: share, scale: range, ratio: range }).optional(),
    affine: z
      .strictObject({ probability: share, degrees: z.number().min(0), translate: share, scale: range })
      .optional(),
    jitter: z.strictObject({ brightness: share, contrast: share }).optional(),
    mixup: z.number().min(0).optional(),
  })
  .default(promptAugmentation);

const methodShape = {
  contextTokens: count.default(method.contextTokens),
  sharedContext: z.boolean().default(method.sharedContext),
  contextWords: z.string().min(1).optional(),
  visualPrompts: z.int().min(0).default(method.visualPrompts),
  visualDepth: count.optional(),
  hardPrompt: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(method.hardPrompt),
  topPatches: z.int().min(0).default(method.topPatches),
  localWeight: z.number().min(0).default(method.localWeight),
  localFeature: z.enum(['token', 'value-path']).default(method.localFeature),
  scale: positive.optional(),
  textTemperature: positive.default(method.textTemperature),
  tokenAlignment: z.boolean().default(method.tokenAlignment),
  promptAlignment: z.enum(['contrastive', 'l1', 'cosine', 'none']).default(method.promptAlignment),
  prototypeAlignment: z.enum(['cosine', 'l1', 'none']).default(method.prototypeAlignment),
  prototypeSamples: count.optional(),
  beta: z.number().min(0).default(method.beta),
  gamma: z.number().min(0).default(method.gamma),
};

const trainingShape = {
  /** Passes over the training images. */
  epochs: count.default(120),
  /** B, images a step. */
  batch: count.default(32),
  /** Peak learning rate; where absent 0.032 B / 32. */
  learningRate: positive.optional(),
  /** Rate of the visual prompts as a multiple of the learning rate. */
  visualRate: positive.default(1),
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
  /** Images of all classes equally often, drawn with replacement. */
  sampler: z.enum(['none', 'balanced']).default('none'),
  augmentation,
  seed: z.int().default(1),
  /** Evaluate on the validation split after every so many epochs, and after the last. */
  evaluateEvery: count.default(1),
  /** Write a checkpoint after every so many steps, and after each epoch. */
  checkpointEvery: count.default(200),
};

const schema = z.strictObject({ ...methodShape, ...trainingShape });

/** A complete configuration, every default filled in. */
export type Configuration = z.infer<typeof schema>;

const knownKeys = Object.keys(schema.shape);

/**
 * Checks and completes a configuration.
 *
 * @param values keys and values as a JSON file or the command line gives them
 * @param source what to call them in messages
 * @throws MpaferError `configuration` that names the key, what it is and what it must be
 */
export function parseConfiguration(values: unknown, source: string): Configuration {
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    const key = [...issue.path, issue.keys[0]!].join('.');
    const near = nearestName(issue.keys[0]!, knownKeys);
    throw new MpaferError('configuration', `Cannot use ${source}: there is no key "${key}"`, {
      hint: near === undefined ? `Known keys are ${knownKeys.join(', ')}` : `Did you mean "${near}"?`,
    });
  }
  const path = issue.path.map(String);
  const where = path.length === 0 ? 'it' : `"${path.join('.')}"`;
  throw new MpaferError(
    'configuration',
    `Cannot use ${source}: ${where} is ${show(valueAt(values, path))}, ${issue.message.toLowerCase()}`,
  );
}

/**
 * `values` with the settings of the command line, `key=value` each, written over them. Values are JSON where they parse
 * as JSON and text elsewhere; a dot in a key goes one level down.
 *
 * @throws MpaferError `usage` for a setting without `=`
 */
export function withSettings(
  values: Readonly<Record<string, unknown>>,
  settings: readonly string[],
): Record<string, unknown> {
  const result = structuredClone(values) as Record<string, unknown>;
  for (const setting of settings) {
    const [, key, text] = /^([\w.]+)=(.*)$/s.exec(setting) ?? [];
    if (key === undefined || text === undefined) {
      throw new MpaferError('usage', `Cannot use setting "${setting}": must be key=value`);
    }
    const path = key.split('.');
    let level = result;
    for (const name of path.slice(0, -1)) {
      const inner = Object.hasOwn(level, name) ? level[name] : undefined;
      level[name] = typeof inner === 'object' && inner !== null ? inner : {};
      level = level[name] as Record<string, unknown>;
    }
    Object.defineProperty(level, path.at(-1)!, {
      value: parseValue(text),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const show = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value));

const valueAt = (values: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((level, key) => (level as Record<string, unknown> | undefined)?.[key], values);
