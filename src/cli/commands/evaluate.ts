// `mpafer evaluate`: scores of a trained run on a split of a data set.
import { Command, Option } from 'commander';
import { random } from '../../core/random.ts';
import { type Split, splits } from '../../data/dataset.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { evaluate } from '../../metrics/evaluation.ts';
import { scoreIntervals } from '../../metrics/score-intervals.ts';
import { softmaxRows } from '../../metrics/temperature.ts';
import { nodeDataHost } from '../../platform/node/data-host.ts';
import { openRun } from '../../platform/node/open-run.ts';
import { samplesFor } from '../../train/load-run.ts';
import { classCounts } from '../class-counts.ts';
import { percent, terminalProgress } from '../progress.ts';

interface Options {
  readonly run: string;
  readonly data: string;
  readonly split: Split;
  readonly clip?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const evaluateCommand = (): Command =>
  new Command('evaluate')
    .description('Score a trained run on a split of a data set')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`')
    .requiredOption('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .addOption(new Option('--split <name>', 'which split').choices(splits).default('test'))
    .option('--clip <model>', 'folder or file of the CLIP that the run was trained with')
    .option('--json', 'print the scores as JSON on standard output')
    .option('--quiet', 'print nothing but the scores')
    .addHelpText('after', '\nExample:\n  mpafer evaluate --run runs/mine --data folder:my-faces --split test --json')
    .action(run);

async function run(options: Options): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  const engine = nodeEngine();
  try {
    const dataset = await openDataset(options.data, nodeDataHost);
    const { recogniser, clip } = await openRun(engine, options.run, { clip: options.clip, classes: dataset.classes });
    progress.say(`${dataset.name} by ${clip.name}\n${classCounts(dataset)}`);
    const { samples, leftOut } = samplesFor(recogniser.classes, dataset, options.split);
    for (const [name, count] of Object.entries(leftOut)) {
      progress.say(`  left out: ${count} faces of ${name}, which the run does not know`);
    }
    const work = recogniser.predict(samples);
    let next = await work.next();
    for (; !next.done; next = await work.next()) progress.show(`evaluating  ${next.value} of ${samples.length}`);
    progress.clear();
    const predictions = next.value;
    const scores = evaluate(predictions);
    const { temperature } = recogniser;
    const probabilities = softmaxRows(predictions.logits, recogniser.classes.length, temperature);
    const calibrated = evaluate({ ...predictions, probabilities });
    const interval = scoreIntervals(predictions, random(1).split('intervals'));
    const { n, war, uar, macroF1, ece, brier, nll, perClass, confusion } = scores;
    if (options.json) {
      const report = {
        data: dataset.name,
        split: options.split,
        classes: recogniser.classes,
        n,
        war,
        uar,
        macroF1,
        interval,
        ece,
        brier,
        nll,
        calibrated: { temperature, ece: calibrated.ece, brier: calibrated.brier, nll: calibrated.nll },
        perClass,
        confusion,
        leftOut,
      };
      console.log(JSON.stringify(report, undefined, 2));
      return;
    }
    progress.say('');
    console.log(`${n} faces of ${dataset.name}, ${options.split}`);
    console.log(`WAR ${percent(war)} (95 %: ${percent(interval.war[0])} to ${percent(interval.war[1])})`);
    console.log(`UAR ${percent(uar)} (95 %: ${percent(interval.uar[0])} to ${percent(interval.uar[1])})`);
    console.log(
      `macro-F1 ${percent(macroF1)}   ECE ${percent(ece)}   Brier ${brier.toFixed(3)}   NLL ${nll.toFixed(3)}`,
    );
    if (temperature !== 1) {
      console.log(
        `calibrated on validation (temperature ${temperature.toFixed(2)}), as predict tells it: ECE ${percent(calibrated.ece)}   Brier ${calibrated.brier.toFixed(3)}   NLL ${calibrated.nll.toFixed(3)}`,
      );
    }
    for (const { name, n: count, recall } of perClass) {
      console.log(`  ${name.padEnd(14)}${String(count).padStart(6)}  recall ${percent(recall)}`);
    }
  } finally {
    progress.clear();
    await engine.close();
  }
}
