// The rows of the few-shot experiment: heads on kept features, and prompts that are trained; each with the protocol that it follows.
import type { Configuration } from '../configuration/configuration.ts';
import { float32 } from '../core/array.ts';
import type { Engine } from '../engine/engine.ts';
import { chooseByValidation } from '../heads/choose-by-validation.ts';
import { teachHead } from '../heads/choose-tie.ts';
import type { FewShotTask, LabelledRows, Scorer } from '../heads/few-shot-task.ts';
import { gda, gdaWeights } from '../heads/gda.ts';
import { lpPlusPlus } from '../heads/lp-plus-plus.ts';
import { type Matrix, timesTransposed } from '../heads/matrix.ts';
import { projection } from '../heads/projection.ts';
import { ssText } from '../heads/ss-text.ts';
import { defaultTipAdapter, tipAdapter, tipAdapterGrid } from '../heads/tip-adapter.ts';
import { tipAdapterF } from '../heads/tip-adapter-f.ts';
import { zeroShotHead } from '../heads/zero-shot.ts';
import { zsLp } from '../heads/zs-lp.ts';
import { linearProbe } from './linear-probe.ts';
import { baselines, componentLadder, fewShotVariants, type Variant } from './variants.ts';

/** Whether something is chosen on a few validation faces, or nothing is seen but the shots. */
export type FewShotProtocol = 'validation-free' | 'validated';

/** What a head is fitted with. */
export interface HeadInput {
  readonly engine: Engine;
  readonly task: FewShotTask;
  /** Who is shown on each shot. */
  readonly people: readonly (string | undefined)[];
  /** Empty in the validation-free protocol. */
  readonly valid: LabelledRows;
}

interface Row {
  /** Short, used in file names and tables. */
  readonly name: string;
  readonly about: string;
  readonly protocol: FewShotProtocol;
}

export interface HeadRow extends Row {
  readonly kind: 'head';
  /** Type of hard prompt of the texts. */
  readonly hardPrompt: 1 | 2 | 3;
  /** Shots do not matter: one cell for all. */
  readonly textsAlone?: true;
  /** At most this many training faces, where time or memory grows with their square. */
  readonly most?: number;
  fit(input: HeadInput): Scorer | Promise<Scorer>;
  /** Numbers that the head keeps beside the frozen CLIP, for n shots, C classes and E features. */
  numbers(n: number, classes: number, width: number): number;
}

export interface PromptRow extends Row {
  readonly kind: 'prompts';
  readonly settings: Readonly<Partial<Configuration>>;
}

export type FewShotRow = HeadRow | PromptRow;

const vectorNumbers = (_n: number, classes: number, width: number): number => classes * width;
const cacheNumbers = (n: number, classes: number, width: number): number => (n + classes) * width;

/** What keeps its shots compares each with each when it is trained. */
const cache = { numbers: cacheNumbers, most: 4000 } as const;

const head = (
  name: string,
  about: string,
  fit: HeadRow['fit'],
  more: Partial<Pick<HeadRow, 'hardPrompt' | 'textsAlone' | 'numbers' | 'protocol' | 'most'>> = {},
): HeadRow => ({
  kind: 'head',
  name,
  about,
  protocol: 'validation-free',
  hardPrompt: 3,
  numbers: vectorNumbers,
  fit,
  ...more,
});

/** Scores s x.w of class vectors of unit length. */
const byVectors =
  (vectors: Matrix, scale: number): Scorer =>
  (features) =>
    timesTransposed(features, vectors, scale);

/** A linear probe as a head. @param penalty chosen by validation where absent */
async function probe({ engine, task, valid }: HeadInput, penalty?: number): Promise<Scorer> {
  const classes = task.texts.rows;
  const array = ({ rows, columns, data }: Matrix) => float32(Float32Array.from(data), [rows, columns]);
  const train = { features: array(task.support.features), labels: task.support.labels };
  const choose = { features: array(valid.features), labels: valid.labels };
  const found = await linearProbe(engine, train, choose, classes, penalty);
  return (features) => {
    const logits = found.logits(array(features));
    return { rows: features.rows, columns: classes, data: Float64Array.from(logits) };
  };
}

const heads: readonly HeadRow[] = [
  head('zero-shot-names', 'texts of names alone', ({ task }) => zeroShotHead(task), {
    hardPrompt: 2,
    textsAlone: true,
  }),
  head('zero-shot', 'texts with descriptions', ({ task }) => zeroShotHead(task), { textsAlone: true }),
  head('linear-probe', 'logistic regression, penalty 0.01', (input) => probe(input, 0.01)),
  head('tip-adapter', 'a cache of the shots, weight 1, sharpness 1', ({ task }) => tipAdapter(task), {
    ...cache,
  }),
  head('tip-adapter-f', 'its keys trained for 20 steps', ({ task }) => tipAdapterF(task).at(-1)!, {
    ...cache,
  }),
  head('gda', 'Gaussian classes, weight 1', ({ task }) => gda(task)),
  head('ss-text', 'texts plus means of shots', ({ task }) => byVectors(ssText(task), task.scale)),
  head('ss-text-plus', 'the same by shots, and pushed apart', ({ task }) =>
    byVectors(ssText(task, { plus: true }), task.scale),
  ),
  head('lp++', 'linear probe that blends texts in', ({ task }) => lpPlusPlus(task)),
  head('zs-lp', 'linear probe that starts at the texts', ({ task }) => zsLp(task)),
  head('clap', 'the same, pulled back to the texts', ({ task }) => zsLp(task, { pull: true })),
  head('prolip', 'the projection of images moves, the texts stay', ({ task }) => projection(task), {
    numbers: (_n, classes, width) => (width + classes) * width,
  }),
  head('anchored', 'mpafer teach: tie chosen by held-out shots', ({ task, people }) =>
    byVectors(teachHead(task, people).vectors, task.scale),
  ),
];

const validated = { protocol: 'validated' } as const;

const chosenHeads: readonly HeadRow[] = [
  head('linear-probe', 'logistic regression, its penalty chosen', (input) => probe(input), validated),
  head(
    'tip-adapter',
    'weight and sharpness chosen',
    ({ task, valid }) =>
      chooseByValidation(
        tipAdapterGrid.map((options) => tipAdapter(task, options)),
        valid,
      ),
    { ...validated, ...cache },
  ),
  head(
    'tip-adapter-f',
    'weight, sharpness and epoch chosen',
    ({ task, valid }) =>
      chooseByValidation(
        [defaultTipAdapter, ...tipAdapterGrid].flatMap((options) => tipAdapterF(task, options)),
        valid,
      ),
    { ...validated, ...cache },
  ),
  head(
    'gda',
    'its weight chosen',
    ({ task, valid }) =>
      chooseByValidation(
        gdaWeights.map((weight) => gda(task, { weight })),
        valid,
      ),
    validated,
  ),
];

const promptRow = ({ name, about, settings }: Variant, protocol: FewShotProtocol): PromptRow => ({
  kind: 'prompts',
  name,
  about: `${about}; ${protocol === 'validated' ? 'epoch chosen' : 'last epoch'}`,
  protocol,
  settings,
});

/**
 * What trains prompts: the field's baselines, the steps from CoOp to MPA-FER, and MPA-FER, in both protocols; before them the recipe for few
 * faces and methods beyond the baselines, which leave nothing to choose.
 */
const prompts: readonly PromptRow[] = [
  ...fewShotVariants.map((variant) => promptRow(variant, 'validation-free')),
  ...[...baselines, ...componentLadder]
    .filter(({ name }, at, all) => all.findIndex((other) => other.name === name) === at)
    .flatMap((variant) => [promptRow(variant, 'validation-free'), promptRow(variant, 'validated')]),
];

/** Every row: heads first, since they take seconds. */
export const fewShotRows: readonly FewShotRow[] = [...heads, ...chosenHeads, ...prompts];
