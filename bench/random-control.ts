// Maps of a CLIP of the size of ViT-B/32 whose weights are noise: a control of the tests of maps, and of their cost.
//
//   node bench/random-control.ts [SPEC=synthetic:?count=64&size=224] [SPLIT=all] [FACES=5]
//
// 49 patches, 12 layers of width 768, 8 visual prompts in each, 8 classes, all of it Gaussian noise from two seeds. Prints, for the first of the two,
// the gap of insertion less deletion of the scaled margin with its 95 % interval (four steps, three ways of removing), the agreement of the ways,
// and Spearman's correlation of its maps with those of the second.
import { nodeEngine } from '../src/api/node.ts';
import { type ClipConfig, clipConfigJson } from '../src/clip/config.ts';
import { loadClip } from '../src/clip/load-clip.ts';
import { clipShapes } from '../src/clip/weight-shapes.ts';
import { type ClipWeights, mapWeights } from '../src/clip/weights.ts';
import { float32, type NumericArray, sizeOf } from '../src/core/array.ts';
import { random } from '../src/core/random.ts';
import type { SplitChoice } from '../src/data/dataset.ts';
import { expressions } from '../src/data/expressions.ts';
import { openDataset } from '../src/data/open-dataset.ts';
import type { ExplanationMethod } from '../src/evaluate/explanation.ts';
import { someSamples } from '../src/experiments/stress.ts';
import { pixelsOf, questionOf } from '../src/explain/explain-faces.ts';
import { explainer } from '../src/explain/explainer.ts';
import { averageOf, centreControl, randomControl, randomOrder } from '../src/explain/faithfulness/control-names.ts';
import { centreMap, classAverageMaps, type Maps, randomMaps } from '../src/explain/faithfulness/controls.ts';
import { orderAgreement, removalScores } from '../src/explain/faithfulness/curve-scores.ts';
import { faceCurves, removalCounts } from '../src/explain/faithfulness/curves.ts';
import { meanCorrelation } from '../src/explain/faithfulness/randomised.ts';
import { removals } from '../src/explain/faithfulness/removal.ts';
import { nodeDataHost } from '../src/platform/node/files/data-host.ts';
import { writeSafetensors } from '../src/safetensors/write.ts';
import { memoryFolder } from '../test/clip/memory-folder.ts';
import { huggingFaceTensors } from '../test/clip/tiny-clip.ts';
import { tinyModelConfig, tinyModelFiles } from '../test/support/tiny-model.ts';

const [spec = 'synthetic:?count=64&size=224', split = 'all', faces = '5'] = process.argv.slice(2);
const methods: readonly ExplanationMethod[] = ['gate', 'gradient', 'patches'];
const config: ClipConfig = {
  image: { ...tinyModelConfig.image, size: 224, patch: 32, width: 768, layers: 12, heads: 12, hidden: 3072 },
  // Only the image tower is explained.
  text: tinyModelConfig.text,
  embedding: 512,
};

async function noise(seed: number) {
  const source = random(seed);
  const gaussian = (name: string, shape: readonly number[], deviation: number, centre = 0): NumericArray<'float32'> => {
    const stream = source.split(name);
    const values = Float32Array.from({ length: sizeOf(shape) }, () => centre + deviation * stream.normal());
    return float32(values, shape);
  };
  const weights: ClipWeights<NumericArray> = mapWeights(clipShapes(config), (shape, path) => {
    if (path === 'logitScale') return gaussian(path, shape, 0, Math.log(20));
    if (path.endsWith('Norm.scale')) return gaussian(path, shape, 0.1, 1);
    if (/Embedding$/.test(path)) return gaussian(path, shape, 0.3);
    return gaussian(path, shape, shape.length === 1 ? 0.1 : 1 / Math.sqrt(shape[1]!));
  });
  const clip = await loadClip({
    ...memoryFolder({
      ...tinyModelFiles(seed),
      'config.json': JSON.stringify(clipConfigJson(config)),
      'model.safetensors': writeSafetensors(huggingFaceTensors(weights)),
    }),
    name: `noise ${seed}`,
    digest: async () => String(seed),
  });
  const own = explainer(engine, clip, {
    classes: expressions,
    classifier: {
      text: gaussian('class texts', [expressions.length, config.embedding], 1),
      visual: gaussian('prompts', [config.image.layers, 8, config.image.width], 0.3),
    },
    options: { topPatches: 5, localWeight: 0.25, localFeature: 'token' },
    scale: 20,
    temperature: 1,
  });
  return { own, clip };
}

await using engine = nodeEngine({ threads: 1 });
const { own, clip } = await noise(1);
const dataset = await openDataset(spec, nodeDataHost);
const all = dataset.samples.filter((sample) => split === 'all' || sample.split === (split as SplitChoice));
const samples = someSamples(all, Number(faces));
const pixels = pixelsOf(clip.preprocessing, await Promise.all(samples.map((sample) => sample.read())));
const questions = (await own.scores(pixels)).map(({ similarity }) => questionOf(similarity));
const targets = questions.map(({ target }) => target);
const patches = own.rows * own.columns;
const maps: Record<string, Maps> = { [centreControl]: samples.map(() => centreMap(own.rows, own.columns)) };
for (const method of methods) {
  maps[method] = await own.maps(method, pixels, questions);
  maps[averageOf(method)] = classAverageMaps(maps[method], targets);
}
for (let index = 0; index < 2; index++)
  maps[randomOrder(index)] = randomMaps(samples.length, patches, random(1).split('orders', index));
const counts = removalCounts(patches, 4);
const written = (value: number, [low, high]: readonly [number, number]) =>
  `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
const scores = [];
for (const removal of removals) {
  const steps = faceCurves({ explainer: own, pixels, questions, maps, removal, counts, random: random(1) });
  let next = await steps.next();
  while (!next.done) next = await steps.next();
  const pairs = methods.flatMap((method) =>
    [randomControl, centreControl, averageOf(method)].map((over) => [method, over] as const),
  );
  const shares = counts.map((count) => count / patches);
  const found = removalScores({ removal, faces: next.value, shares, pairs, random: random(1) });
  scores.push(found);
  for (const { name, gap } of found.maps) console.log(`${removal}  ${name}  ${written(gap.value, gap.interval)}`);
  for (const { map, over, value, interval } of found.gains)
    console.log(`${removal}  ${map} over ${over}  ${written(value, interval)}`);
}
for (const { removals: pair, tau } of orderAgreement(scores))
  console.log(`tau ${pair.join(' and ')}  ${tau.toFixed(2)}`);
const second = (await noise(2)).own;
for (const method of methods) {
  const other = await second.maps(method, pixels, questions);
  console.log(`two noises  ${method}  ${meanCorrelation(maps[method]!, other).toFixed(2)}`);
}
