// Pretrains a small CLIP for faces: first the image tower, then the text tower, then both together; or adapts one that is trained.
import type { ClipConfig } from '../clip/config.ts';
import type { Tokenizer } from '../clip/tokenizer.ts';
import { float32 } from '../core/array.ts';
import { random } from '../core/random.ts';
import type { Engine } from '../engine/engine.ts';
import type { EyePlaces } from './batches/eye-places.ts';
import type { FaceSet } from './batches/face-set.ts';
import { recipeFaces } from './batches/recipe-cut.ts';
import { whiten, whitening } from './batches/whitened-patches.ts';
import { guideNames, guideShape, initialGuide } from './guide/guide.ts';
import { guideProgram } from './guide/guide-accuracy.ts';
import { gaussian, initialImageWeights, initialTextWeights } from './initial-weights.ts';
import { heldOutScores } from './model/held-out-scores.ts';
import { promptSets, promptVectors } from './model/prompt-vectors.ts';
import { freshState } from './optimiser/optimiser.ts';
import { copyOf, numbersOf, type Parameters } from './optimiser/parameters.ts';
import type { PretrainState, Stage } from './pretrain-checkpoint.ts';
import { isAdapted, isGuided, type PretrainConfiguration } from './pretrain-configuration.ts';
import { adaptNames, adaptTraining } from './stages/adapt-stage.ts';
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
  /** Where the eyes are in both sets; needed to adapt, and for scores on faces cut by the recipe. */
  readonly eyes?: { readonly train: EyePlaces; readonly valid: EyePlaces } | undefined;
  /** Each batch is divided among them equally; engines with one thread each are best. */
  readonly engines: readonly Engine[];
  /** The state to resume or, from `startFromClip`, to start from. */
  readonly state?: PretrainState | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains one stage after another. It only computes: the caller decides what to print and when to write, from an event for each
 * step, each evaluation on the validation split and each state worth saving. A run resumed from a saved state ends in the same
 * numbers, bit for bit.
 */
export async function* pretrain(options: PretrainOptions): AsyncGenerator<StageEvent, PretrainState> {
  const { configuration, config, tokenizer, train, valid, eyes, engines, signal } = options;
  const root = random(configuration.seed).split('pretrain');
  const classes = train.classes;
  const engine = engines[0]!;
  const heldOut = { faces: valid, recut: eyes && recipeFaces(valid, eyes.valid) };
  const context = { configuration, engines, signal };
  let state = options.state ?? start(options);
  if (state.stage === 'guide') {
    const training = guideTraining(configuration, train, engines, root.split('guide'));
    const scores = await guideProgram(engine, guideShape(configuration, classes));
    state = yield* runStage(training, state, { ...context, evaluate: (average) => scores.evaluate(average, valid) });
    await scores.release();
    state = next('image', state, imageStart(options), imageNames);
  }
  if (state.stage === 'image' || state.stage === 'adapt') {
    const scores = await heldOutScores(engine, config, heldOut, ['class vectors'], (average) => ({
      'class vectors': average.get('classVectors')!,
    }));
    const scored = { ...context, evaluate: scores.evaluate };
    if (state.stage === 'image') {
      const training = imageTraining(configuration, config, train, engines, root.split('image'));
      state = withoutGuide(yield* runStage(training, state, scored));
      state = isAdapted(configuration) ? next('adapt', state, new Map(), adaptNames) : textStart(options, state);
    }
    if (state.stage === 'adapt') {
      if (eyes === undefined) throw new Error('the adapt stage needs to know where the eyes are');
      const training = adaptTraining(configuration, config, train, eyes.train, engines, root.split('adapt'));
      state = yield* runStage(training, state, scored);
      // A run that started from a whole CLIP keeps its text tower: the class vectors are where it knows them.
      const hasText = textNames(state.parameters).length > 0;
      state = hasText ? next('joint', state, new Map(), jointNames) : textStart(options, state);
    }
    await scores.release();
  }

  const scores = await heldOutScores(engine, config, heldOut, Object.keys(promptSets), (average) =>
    promptVectors(engine, config, tokenizer, average),
  );
  const scored = { ...context, evaluate: scores.evaluate };
  if (state.stage === 'text') {
    const training = textTraining(configuration, config, tokenizer, classes, engines, root.split('text'));
    state = yield* runStage(training, state, scored);
    state = next('joint', state, new Map(), jointNames);
  }
  const training = jointTraining(configuration, config, train, tokenizer, engines, root.split('joint'));
  state = yield* runStage(training, state, scored);
  await scores.release();
  return state;
}

const textStart = (options: PretrainOptions, state: PretrainState): PretrainState =>
  next('text', state, initialTextWeights(options.config, weightsOf(options)), textNames);

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
