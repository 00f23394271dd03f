// `node tools/parity/parity.ts FOLDER [FOLDER ...]`: compares both towers of full-size CLIPs, and gradients with respect to
// prompts, with Hugging Face's CLIPModel. Folders are made by make-clip.py; exit 0 only when all are within tolerance.
import { join } from 'node:path';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { imageTower } from '../../src/clip/image-tower.ts';
import { type ClipModel, loadClip } from '../../src/clip/load-clip.ts';
import { textTower } from '../../src/clip/text-tower.ts';
import { tokenBatch } from '../../src/clip/token-batch.ts';
import type { NumericArray } from '../../src/core/array.ts';
import type { Arrays, Engine } from '../../src/engine/engine.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { slice } from '../../src/graph/ops/slice.ts';
import { constant, input, type Tensor } from '../../src/graph/tensor.ts';
import { openModelFolder } from '../../src/platform/node/models/model-folder.ts';
import { type Reference, readReference, sequencesOf } from '../golden/reference-file.ts';
import { leastCosine, worstSliceError } from './distance.ts';

/** Features: 1 minus the smallest cosine over rows. Gradients: relative L2 error of the worst layer or text. */
const tolerances = { cosine: 1e-5, gradient: 1e-4 };

type Outputs = Readonly<Record<string, Tensor>>;

async function main(folders: readonly string[]): Promise<void> {
  if (folders.length === 0) {
    console.error('Usage: node tools/parity/parity.ts FOLDER [FOLDER ...], each made by tools/parity/make-clip.py');
    process.exitCode = 2;
    return;
  }
  let failures = 0;
  for (const folder of folders) {
    const engine = nodeEngine();
    console.log(folder);
    failures += await checkFolder(engine, folder);
    await engine.close();
  }
  console.log(failures === 0 ? 'all within tolerance' : `${failures} out of tolerance`);
  process.exitCode = failures === 0 ? 0 : 1;
}

async function checkFolder(engine: Engine, folder: string): Promise<number> {
  const clip = await loadClip(await openModelFolder(join(folder, 'model')));
  const reference = readReference(folder, 'reference.safetensors');
  let failures = 0;
  const report = (name: string, measure: string, error: number, tolerance: number) => {
    const passed = error <= tolerance;
    if (!passed) failures++;
    console.log(`  ${passed ? 'ok  ' : 'FAIL'}  ${name.padEnd(17)} ${measure} ${error.toExponential(1)}`);
  };
  for (const tower of [imageOutputs, textOutputs]) {
    const program = await engine.compile(tower(clip, reference));
    const found = await program.run(feedsOf(program.model.inputs, reference));
    await program.release();
    for (const [name, array] of Object.entries(found)) {
      const wanted = reference(name);
      if (name.startsWith('gradient')) {
        report(name, 'worst relative error', worstSliceError(array, wanted), tolerances.gradient);
      } else {
        report(name, '1 - least cosine    ', 1 - leastCosine(array, wanted), tolerances.cosine);
      }
    }
  }
  return failures;
}

function imageOutputs({ config, weights }: ClipModel, reference: Reference): Outputs {
  const frozen = frozenWeights(weights).image;
  const pixels = inputLike('pixels', reference);
  const prompts = inputLike('visual_prompts', reference);
  const plain = imageTower(frozen, config, pixels);
  const prompted = imageTower(frozen, config, pixels, prompts);
  return {
    image_global: plain.global,
    image_patches: plain.patches,
    prompted_global: prompted.global,
    prompted_patches: prompted.patches,
    gradient_global: along('direction_global', prompted.global, prompts, reference),
    gradient_patches: along('direction_patches', prompted.patches, prompts, reference),
  };
}

function textOutputs({ config, weights }: ClipModel, reference: Reference): Outputs {
  const frozen = frozenWeights(weights).text;
  const { ids, ends } = tokenBatch(sequencesOf(reference('token_ids'), config.text.endToken), config.text);
  const context = inputLike('context', reference);
  const words = gather(frozen.tokenEmbedding, constant(ids));
  const [, rows] = context.shape as [number, number];
  const length = words.shape[1] as number;
  const spoken = concat([slice(words, 1, 0, 1), context, slice(words, 1, 1 + rows, length)], 1);
  const prompted = textTower(frozen, config, spoken, constant(ends));
  return {
    text: textTower(frozen, config, words, constant(ends)),
    prompted_text: prompted,
    gradient_text: along('direction_text', prompted, context, reference),
  };
}

const inputLike = (name: string, reference: Reference): Tensor => input(name, reference(name).shape);

/** Gradient of an output projected on a fixed direction. */
const along = (direction: string, output: Tensor, parameter: Tensor, reference: Reference): Tensor => {
  const axes = output.shape.map((_, axis) => axis);
  return gradients(reduceSum(multiply(output, inputLike(direction, reference)), axes), [parameter])[0]!;
};

const feedsOf = (inputs: readonly { readonly name: string }[], reference: Reference): Arrays =>
  Object.fromEntries(inputs.map(({ name }): [string, NumericArray] => [name, reference(name)]));

await main(process.argv.slice(2));
