// Whether the map of patches does better with features from the value path of the last block: each patch as if it attended to itself alone.
//
//   node bench/value-path-map.ts RUN SPEC [SPLIT=valid] [FACES=100] [CLIP]
//
// The score stays that of the run; only the map is made of other features. Prints the gap of insertion less deletion of the scaled margin (four
// steps, tokens left out and imputed) with its 95 % interval, for the run's own patches, those of the value path, their class averages, `gate` and
// the centre.
import { nodeEngine } from '../src/api/node.ts';
import { random } from '../src/core/random.ts';
import type { SplitChoice } from '../src/data/dataset.ts';
import { openDataset } from '../src/data/open-dataset.ts';
import { someSamples } from '../src/experiments/stress.ts';
import { pixelsOf, questionOf } from '../src/explain/explain-faces.ts';
import { explainer } from '../src/explain/explainer.ts';
import { averageOf, centreControl } from '../src/explain/faithfulness/control-names.ts';
import { centreMap, classAverageMaps, type Maps } from '../src/explain/faithfulness/controls.ts';
import { removalScores } from '../src/explain/faithfulness/curve-scores.ts';
import { faceCurves, removalCounts } from '../src/explain/faithfulness/curves.ts';
import { checkpointParts } from '../src/explain/load-explainer.ts';
import { nodeDataHost } from '../src/platform/node/files/data-host.ts';
import { openExplainer } from '../src/platform/node/models/open-explainer.ts';
import { samplesFor } from '../src/recognise/load-run.ts';

const [run = 'ferplus', spec = 'synthetic:', split = 'valid', faces = '100', clipName] = process.argv.slice(2);
await using engine = nodeEngine({ threads: 1 });
const { explainer: own, clip, checkpoint } = await openExplainer(engine, run, clipName);
const parts = checkpointParts(checkpoint);
const other = explainer(engine, clip, { ...parts, options: { ...parts.options, localFeature: 'value-path' } });
const { samples: all } = samplesFor(own.classes, await openDataset(spec, nodeDataHost), split as SplitChoice);
const samples = someSamples(all, Number(faces));
const pixels = pixelsOf(clip.preprocessing, await Promise.all(samples.map((sample) => sample.read())));
const questions = (await own.scores(pixels)).map(({ similarity }) => questionOf(similarity));
const targets = questions.map(({ target }) => target);
const kinds: Readonly<Record<string, Maps>> = {
  'patches of the run': await own.maps('patches', pixels, questions),
  'patches of the value path': await other.maps('patches', pixels, questions),
  gate: await own.maps('gate', pixels, questions),
};
const maps = {
  ...kinds,
  ...Object.fromEntries(Object.entries(kinds).map(([name, of]) => [averageOf(name), classAverageMaps(of, targets)])),
  [centreControl]: samples.map(() => centreMap(own.rows, own.columns)),
};
const patches = own.rows * own.columns;
const counts = removalCounts(patches, 4);
for (const removal of ['tokens', 'road'] as const) {
  const steps = faceCurves({ explainer: own, pixels, questions, maps, removal, counts, random: random(1) });
  let next = await steps.next();
  while (!next.done) next = await steps.next();
  const pairs = Object.keys(kinds).flatMap((name) => [
    [name, averageOf(name)] as const,
    [name, centreControl] as const,
  ]);
  const shares = counts.map((count) => count / patches);
  const found = removalScores({ removal, faces: next.value, shares, pairs, random: random(1) });
  const show = ({ value, interval: [low, high] }: (typeof found.gains)[number] | (typeof found.maps)[number]['gap']) =>
    `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  for (const { name, gap } of found.maps) console.log(`${removal}  ${name}  ${show(gap)}`);
  for (const gain of found.gains) console.log(`${removal}  ${gain.map} over ${gain.over}  ${show(gain)}`);
}
