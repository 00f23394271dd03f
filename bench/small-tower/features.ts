// Saves features of the frozen embedded CLIP for text_prompts.py: global and patch features of each face, and the tokens.
//   node bench/small-tower/features.ts SPEC OUT [--value-path]
// Writes train.global, train.patches, train.labels (float32, uint8), the same for valid, and tokens.json to OUT.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { imageTower } from '../../src/clip/image-tower.ts';
import { preprocess } from '../../src/clip/preprocess.ts';
import { float32 } from '../../src/core/array.ts';
import { evaluationBatches } from '../../src/data/batches.ts';
import { ofSplit } from '../../src/data/dataset.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { hardSentences, spokenName } from '../../src/method/hard-prompt.ts';
import { pixelInput } from '../../src/method/recogniser.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';
import { openClip } from '../../src/platform/node/models/models.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'value-path': { type: 'boolean', default: false } },
});
const [spec, out] = positionals as [string, string];
mkdirSync(out, { recursive: true });
const clip = await openClip('face-clip');
const dataset = await openDataset(spec, nodeDataHost);
const engine = nodeEngine({ threads: 1 });
const tower = imageTower(frozenWeights(clip.weights).image, clip.config, pixelInput(clip.config));
const patches = values['value-path'] ? tower.valuePatches : tower.patches;
const program = await engine.compile({ global: tower.global, patches });
const size = clip.config.image.size;

for (const split of ['train', 'valid'] as const) {
  const samples = ofSplit(dataset, split);
  const kept = (['global', 'patches'] as const).map((name) => ({
    name,
    file: openSync(join(out, `${split}.${name}`), 'w'),
  }));
  const batches = evaluationBatches({
    samples,
    batch: 64,
    classes: 0,
    target: () => {},
    imageSize: size,
    prepare: (picture, into, offset) => preprocess(picture, size, into, offset),
  });
  for await (const batch of batches) {
    const found = await program.run({ pixels: float32(batch.pixels, [batch.size, 3, size, size]) });
    for (const { name, file } of kept) writeSync(file, found[name].data as Float32Array);
  }
  for (const { file } of kept) closeSync(file);
  writeFileSync(
    join(out, `${split}.labels`),
    Uint8Array.from(samples, ({ label }) => label),
  );
}
await engine.close();

const tokenizer = await clip.tokenizer();
const words = (text: string) => tokenizer.words(text);
const tokens = {
  names: dataset.classes.map((name) => words(spokenName(name))),
  stop: words('.')[0],
  start: clip.config.text.startToken,
  end: clip.config.text.endToken,
  sentence: words('a photo of a person making a facial expression of'),
  // One description per class is enough to compare settings.
  hard: dataset.classes.map((name) => words(hardSentences(name, 3, defaultDescriptions)[0]!)),
};
writeFileSync(join(out, 'tokens.json'), JSON.stringify(tokens));
