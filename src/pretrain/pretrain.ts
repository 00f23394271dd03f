// Pretrains a small CLIP for faces from scratch: first the image tower, then the text tower, then both together.
import type { ClipConfig } from '../clip/config.ts';
import type { Tokenizer } from '../clip/tokenizer.ts';
import { float32 } from '../core/array.ts';
import { random } from '../core/random.ts';
import type { Engine } from '../engine/engine.ts';
import type { FaceSet } from './batches/face-set.ts';
import { whiten, whitening } from './batches/whitened-patches.ts';
import { guideNames, guideShape, initialGuide } from './guide/guide.ts';
import { guideProgram } from './guide/guide-accuracy.ts';
import { gaussian, initialImageWeights, initialTextWeights } from './initial-weights.ts';
import { promptSets, promptVectors } from './model/prompt-vectors.ts';
import { zeroShotProgram } from './model/zero-shot.ts';
import { freshState } from './optimiser/optimiser.ts';
import { copyOf, numbersOf, type Parameters } from './optimiser/parameters.ts';
import type { PretrainState, Stage } from './pretrain-checkpoint.ts';
import { isGuided, type PretrainConfiguration } from './pretrain-configuration.ts';
import { guideTraining } from './stages/guide-stage.ts';
import { imageNames, imageTraining } from './stages/image-training.ts';
import { jointNames, jointTraining } from './stages/joint-stage.ts';
import { runStage, type StageEvent } from './stages/run-stage.ts';
import { textNames, textTraining } from './stages/text-stage.ts';

export interface PretrainOptions {
  readonly configuration: PretrainConfiguration;
  readonly config: ClipConfig;
  /** The vocabulary of `captionTokenizer`. */
  readonly tokenizer: Tokenizer;
  readonly train: FaceSet;
  readonly valid: FaceSet;
  /** Each batch is divided among them equally; engines with one thread each are best. */
  readonly engines: readonly Engine[];
  /** The state to resume from. */
  readonly state?: PretrainState | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains one stage after another. It only computes: the caller decides what to print and when to write, from an event for each
 * step, each evaluation on the validation split and each state worth saving. A run resumed from a saved state ends in the same
 * numbers, bit for bit.
 */
export async function* pretrain(options: PretrainOptions): AsyncGenerator<StageEvent, PretrainState> {
  const { configuration, config, tokenizer, train, valid, engines, signal } = options;
  const root = random(configuration.seed).split('pretrain');
  const classes = train.classes;
  let state = options.state ?? start(options);
  if (state.stage === 'guide') {
    const training = guideTraining(configuration, train, engines, root.split('guide'));
    const evaluator = await guideProgram(engines[0]!, guideShape(configuration, classes));
    state = yield* runStage(training, state, {
      configuration,
      engines,
      evaluate: (average) => evaluator.evaluate(average, valid),
      signal,
    });
    await evaluator.release();
    state = next('image', state, imageStart(options), imageNames);
  }
  if (state.stage === 'image') {
    const training = imageTraining(configuration, config, train, engines, root.split('image'));
    const evaluator = await zeroShotProgram(engines[0]!, config, classes, ['class vectors']);
    const evaluate = (average: Parameters) =>
      evaluator.evaluate(average, { 'class vectors': average.get('classVectors')! }, valid);
    state = yield* runStage(training, state, { configuration, engines, evaluate, signal });
    await evaluator.release();
    state = next('text', withoutGuide(state), initialTextWeights(config, root.split('weights')), textNames);
  }

  const evaluator = await zeroShotProgram(engines[0]!, config, classes, Object.keys(promptSets));
  const evaluate = async (average: Parameters) =>
    evaluator.evaluate(average, await promptVectors(engines[0]!, config, tokenizer, average), valid);
  if (state.stage === 'text') {
    const training = textTraining(configuration, config, tokenizer, classes, engines, root.split('text'));
    state = yield* runStage(training, state, { configuration, engines, evaluate, signal });
    state = next('joint', state, new Map(), jointNames);
  }
  const training = jointTraining(configuration, config, train, tokenizer, engines, root.split('joint'));
  state = yield* runStage(training, state, { configuration, engines, evaluate, signal });
  await evaluator.release();
  return state;
}

/** Starts a stage from the averaged parameters of the one before, with fresh moments. */
function next(
  stage: Stage,
  { average }: PretrainState,
  added: Parameters,
  names: (parameters: Parameters) => readonly string[],
): PretrainState {
  const parameters = copyOf(new Map([...average, ...added]));
  return {
    stage,
    step: 0,
    parameters,
    average: copyOf(parameters),
    optimiser: freshState(parameters, names(parameters)),
  };
}

/** Drops the guide: its knowledge is now in the image tower, and it is not part of the model. */
const withoutGuide = (state: PretrainState): PretrainState => ({
  ...state,
  average: new Map([...state.average].filter(([name]) => !name.startsWith('guide'))),
});

function start(options: PretrainOptions): PretrainState {
  const { configuration, train } = options;
  const guided = isGuided(configuration);
  const parameters = guided
    ? initialGuide(guideShape(configuration, train.classes), weightsOf(options).split('guide'))
    : imageStart(options);
  return {
    stage: guided ? 'guide' : 'image',
    step: 0,
    parameters,
    average: copyOf(parameters),
    optimiser: freshState(parameters, guided ? guideNames(parameters) : imageNames(parameters)),
  };
}

const weightsOf = ({ configuration }: PretrainOptions) => random(configuration.seed).split('pretrain').split('weights');

function imageStart(options: PretrainOptions): Parameters {
  const { configuration, config, train } = options;
  const parameters = initialImageWeights(config, train.classes, configuration.logitScale, weightsOf(options));
  whiten(numbersOf(parameters, 'image.kernel'), whitening(train, config.image.patch));
  if (!isGuided(configuration)) return parameters;
  const { width } = configuration.guideStage;
  const head = gaussian([width, config.image.width], config.image.width ** -0.5, weightsOf(options).split('guideHead'));
  parameters.set('guideHead.weight', head);
  parameters.set('guideHead.bias', float32(new Float32Array(width), [width]));
  return parameters;
}
