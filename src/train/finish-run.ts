// The end of a run: chooses and calibrates on the validation split, hands the recognisers over, and then evaluates on the test split.
import { atTemperature, temperatureOn } from '../evaluate/held-out-study.ts';
import { ownThreshold } from '../evaluate/own-threshold.ts';
import type { SplitResult } from '../evaluate/split-result.ts';
import { type BestPrompts, writeCheckpoint } from '../recognise/checkpoint.ts';
import { type Classifier, type RecogniserProgram, recogniserProgram } from '../recognise/recogniser-program.ts';
import { evaluateSplit } from './evaluate-split.ts';
import type { RunSetup } from './run-setup.ts';
import { type RunState, recogniserOf, shownClassifier, shownPrompts } from './run-state.ts';
import type { TrainEvent } from './train-event.ts';

type Prompts = Omit<BestPrompts, 'war'>;

export async function* finishRun(setup: RunSetup, state: RunState): AsyncGenerator<TrainEvent, void> {
  const { input, identity, task } = setup;
  const { config } = input.clip;
  const shown = shownPrompts(state);
  const text = await setup.programs.training.text(shown);
  const last: Prompts = { ...shown, text, epoch: state.epoch };
  const selected: Prompts = state.best ?? last;
  const plain: Classifier = { text: task.hardText };
  // Zero-shot is plain CLIP: the whole image against the hard prompts.
  const zeroShot = await recogniserProgram(input.engine, input.clip, {
    like: plain,
    options: { ...input.configuration, topPatches: 0 },
    scale: task.scale,
  });
  try {
    const valid = yield* evaluateAll(setup, state, zeroShot, { split: 'valid', last });
    const chosen = valid.findLast(({ recogniser }) => recogniser !== 'zero-shot');
    const temperature = chosen === undefined ? 1 : temperatureOn(chosen.predictions);
    const abstention = chosen && ownThreshold(atTemperature(chosen.predictions, temperature));
    const files = {
      recogniser: writeCheckpoint(recogniserOf(identity, selected, config, temperature, abstention)),
      last: writeCheckpoint(recogniserOf(identity, last, config, temperature, abstention)),
    };
    // Before the test split: a face there that cannot be read must not cost the training.
    yield { kind: 'trained', ...files };
    const test = yield* evaluateAll(setup, state, zeroShot, { split: 'test', last });
    yield { kind: 'finished', results: [...valid, ...test], records: state.records, ...files };
  } finally {
    await zeroShot.release();
  }
}

/** Every recogniser of the run on one split; nothing where the data set has no such split. */
async function* evaluateAll(
  setup: RunSetup,
  { best, bestTest }: RunState,
  zeroShot: RecogniserProgram,
  { split, last }: { readonly split: SplitResult['split']; readonly last: Prompts },
): AsyncGenerator<TrainEvent, readonly SplitResult[]> {
  if (setup.samples[split].length === 0) return [];
  const program = setup.programs.recogniser;
  const plain: Classifier = { text: setup.task.hardText };
  const results = [
    yield* evaluateSplit(setup, { program: zeroShot, classifier: plain, recogniser: 'zero-shot', split, epoch: 0 }),
  ];
  const others = { last, selected: best, ...(split === 'test' && { 'best-test': bestTest }) } as const;
  for (const recogniser of ['last', 'selected', 'best-test'] as const) {
    const prompts = others[recogniser];
    if (prompts === undefined) continue;
    const { text, epoch } = prompts;
    const classifier = shownClassifier(prompts, text, setup.input.clip.config);
    results.push(yield* evaluateSplit(setup, { program, classifier, recogniser, split, epoch }));
  }
  return results;
}
