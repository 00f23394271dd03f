// Maps and scores against an independent PyTorch reference (tools/golden/explain-golden.py), in both precisions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { floats, type NumericArray } from '../../src/core/array.ts';
import { explanationGraph } from '../../src/explain/explanation-graph.ts';
import { input } from '../../src/graph/tensor.ts';
import { readModels } from '../../tools/golden/models.ts';
import { inPrecision, readReference, weightFileAt } from '../../tools/golden/reference-file.ts';
import { evaluate } from '../support/evaluate.ts';

const golden = fileURLToPath(new URL('../golden/', import.meta.url));

/** Relative to the largest element: a forward and a backward pass through a few hundred sums. */
const tolerances = { float64: 1e-9, float32: 2e-4 } as const;

const numbersOf = ({ data }: NumericArray): readonly number[] => Array.from<number | bigint, number>(data, Number);

function assertClose(name: string, found: NumericArray, wanted: NumericArray, tolerance: number): void {
  const right = numbersOf(wanted);
  const largest = Math.max(...right.map(Math.abs));
  const error = Math.max(...numbersOf(found).map((value, at) => Math.abs(value - right[at]!)));
  assert.equal(found.data.length, wanted.data.length, name);
  assert.ok(largest > 0, `${name} is zero`);
  assert.ok(error <= tolerance * largest, `${name}: ${error / largest} of the largest element`);
}

for (const folder of ['model-b', 'model-c']) {
  for (const precision of ['float64', 'float32'] as const) {
    test(`${folder} in ${precision}: maps, cosines and scores without patches`, async () => {
      const reference = readReference(`${golden}explain`, `${folder}.safetensors`);
      const { metadata } = weightFileAt(`${golden}explain`, `${folder}.safetensors`).header;
      const given = (name: string) => inPrecision(reference(name), precision);
      const { config, stored } = readModels(golden + folder)[0]!;
      const [pixels, text, visual, kept] = [given('pixels'), given('text'), given('visual'), given('keep')];
      const batch = pixels.shape[0]!;
      const classes = text.shape[0]!;
      const patches = kept.shape[1]!;
      const graph = explanationGraph(
        {
          config,
          weights: frozenWeights(stored, precision),
          pixels: input('pixels', ['B', ...pixels.shape.slice(1)], precision),
          text: input('text', text.shape, precision),
          visual: input('visual', visual.shape, precision),
          contrast: input('contrast', ['B', classes], precision),
          keep: input('keep', ['B', patches], precision),
        },
        { topPatches: Number(metadata.k), localWeight: Number(metadata.localWeight), localFeature: 'token' },
      );
      const contrast = new Float64Array(batch * classes);
      for (let face = 0; face < batch; face++) {
        contrast[face * classes + Number(reference('target').data[face])] = 1;
        contrast[face * classes + Number(reference('against').data[face])] = -1;
      }
      const feeds = { pixels, text, visual };
      const found = await evaluate(
        {
          similarity: graph.recognition.logits,
          patches: graph.recognition.patchSimilarity!,
          gate: graph.gate,
          gradient: graph.gradient,
        },
        { ...feeds, contrast: floats(precision, contrast, [batch, classes]) },
      );
      const rolled = await evaluate({ rollout: graph.rollout }, { pixels, visual });
      for (const [name, array] of Object.entries({ ...found, ...rolled })) {
        assertClose(name, array, reference(name), tolerances[precision]);
      }
      // Each row of `keep` for every face, the last of them without any patch.
      for (let row = 0; row < kept.shape[0]!; row++) {
        const own = numbersOf(kept).slice(row * patches, (row + 1) * patches);
        const keep = floats(precision, Array.from({ length: batch }, () => own).flat(), [batch, patches]);
        const { without } = await evaluate({ without: graph.without }, { ...feeds, keep });
        const wanted = numbersOf(reference('without')).slice(row * batch * classes, (row + 1) * batch * classes);
        assertClose(`without, row ${row}`, without, floats('float64', wanted, [batch, classes]), tolerances[precision]);
      }
    });
  }
}
