// The effect of untrained visual prompts on the embedded CLIP: zero-shot scores without any, and with Gaussian initialisation from three seeds.
//   node bench/small-tower/start.ts SPEC

import { defaultConfiguration } from '../../src/configuration/configuration.ts';
import { random } from '../../src/core/random.ts';
import { ofSplit } from '../../src/data/dataset.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { initialVisualPrompts } from '../../src/method/initial-prompts.ts';
import { evaluate } from '../../src/metrics/evaluation.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';
import { openClip } from '../../src/platform/node/models/models.ts';
import { predictSamples } from '../../src/recognise/predict-samples.ts';
import { recogniserProgram } from '../../src/recognise/recogniser-program.ts';
import { prepareTask } from '../../src/recognise/task.ts';

const clip = await openClip('face-clip');
const dataset = await openDataset(process.argv[2]!, nodeDataHost);
const samples = ofSplit(dataset, 'valid');
const engine = nodeEngine({ threads: 1 });
const task = await prepareTask(engine, clip, dataset.classes, defaultDescriptions, defaultConfiguration);

async function tell(name: string, seed?: number): Promise<void> {
  const visual = seed === undefined ? undefined : initialVisualPrompts(defaultConfiguration, clip.config, random(seed));
  const classifier = { text: task.hardText, visual };
  const options = { ...defaultConfiguration, topPatches: 0 };
  const program = await recogniserProgram(engine, clip, { like: classifier, options, scale: task.scale });
  const work = predictSamples(clip, { program, classifier, classes: dataset.classes }, samples);
  let turn = await work.next();
  while (!turn.done) turn = await work.next();
  const { war, uar, nll } = evaluate(turn.value);
  console.log(`${name}  WAR ${(100 * war).toFixed(1)}  UAR ${(100 * uar).toFixed(1)}  NLL ${nll.toFixed(3)}`);
  await program.release();
}

await tell('none');
for (const seed of [1, 2, 3]) await tell(`seed ${seed}`, seed);
await engine.close();
