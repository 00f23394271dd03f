// Soft prompts: with the embeddings of words they are sentences of these words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { constant, input } from '../../src/graph/tensor.ts';
import { hardPrompts } from '../../src/method/hard-prompt.ts';
import { type ClassTokens, softPrompts } from '../../src/method/soft-prompt.ts';
import { expectClose, expectFailure } from '../contract/expect.ts';
import { evaluate } from '../support/evaluate.ts';
import { gaussian, tinyClip } from '../support/tiny-clip.ts';
import { classes, fullStop } from '../support/tiny-task.ts';
import { tolerances } from '../tolerances.ts';

const { config, weights, embed } = tinyClip();
const words = [
  [2, 33, 4],
  [17, 17, 8],
  [1, 2, 3],
  [30, 20, 10],
];
const width = config.text.width;

const softOf = (context: ReturnType<typeof float64>, own: readonly ClassTokens[] = classes) => {
  const { tokens, text, embeddings } = softPrompts(weights.text, config, constant(context), own, fullStop);
  return evaluate({ tokens, text, embeddings });
};

test('context rows that are embeddings of words give the features of the sentence', async () => {
  const found = await softOf({ ...embed(words.flat()), shape: [4, 3, width] });
  const sentences = classes.map(({ tokens }, index) => [[38, ...words[index]!, ...tokens, fullStop, 39]]);
  const hard = hardPrompts(weights.text, config, sentences);
  const wanted = await evaluate({ tokens: hard.tokens, text: hard.text });
  expectClose(found.text.data, wanted.text.data, tolerances.golden64, 'text features');
  expectClose(found.tokens.data, wanted.tokens.data, tolerances.golden64, 'mean tokens');
});

test('a shared context is the same context for every class', async () => {
  const shared = await softOf(embed(words[0]!));
  const repeated = await softOf({
    ...embed([words[0]!, words[0]!, words[0]!, words[0]!].flat()),
    shape: [4, 3, width],
  });
  for (const name of ['text', 'tokens', 'embeddings'] as const) assert.deepEqual(shared[name], repeated[name]);
});

test('the sequence ends behind the longest end token', async () => {
  const { embeddings } = await softOf(embed(words[0]!));
  // start, 3 of context, 2 of the longest name, full stop, end
  assert.deepEqual(embeddings.shape, [4, 8, width]);
});

test('t_c is the mean of context, name and full stop, of as many rows as the class has', async () => {
  const context = gaussian(random(3), [4, 3, width]);
  const { tokens } = await softOf(context);
  const wanted = classes.flatMap(({ tokens: name }, index) => {
    const own = context.data.slice(index * 3 * width, (index + 1) * 3 * width);
    const rows = [...own, ...embed([...name, fullStop]).data] as number[];
    const count = 3 + name.length + 1;
    return Array.from({ length: width }, (_, column) => {
      let sum = 0;
      for (let row = 0; row < count; row++) sum += rows[row * width + column]!;
      return sum / count;
    });
  });
  expectClose(tokens.data, wanted, tolerances.golden64, 'mean tokens');
});

test('a class feels its own context only', async () => {
  const context = gaussian(random(3), [4, 3, width]);
  const changed = Float64Array.from(context.data as Float64Array).fill(1, 3 * width, 6 * width);
  const [before, after] = [await softOf(context), await softOf(float64(changed, context.shape))];
  classes.forEach((_, index) => {
    const rows = [before, after].map(({ text }) => Array.from(text.data.slice(10 * index, 10 * index + 10), Number));
    if (index === 1) assert.notDeepEqual(rows[0], rows[1]);
    else assert.deepEqual(rows[0], rows[1]);
  });
});

test('the gradient reaches every number of the context', async () => {
  for (const shape of [
    [3, width],
    [4, 3, width],
  ]) {
    const context = input('context', shape, 'float64');
    const { text } = softPrompts(weights.text, config, context, classes, fullStop);
    const [slope] = gradients(reduceSum(text), [context]);
    const found = await evaluate({ slope: slope! }, { context: gaussian(random(4), shape) });
    assert.ok((found.slope.data as Float64Array).every((value) => value !== 0 && Number.isFinite(value)));
  }
});

test('works for one class and for names of no token', async () => {
  const found = await softOf(embed(words[0]!), [{ name: 'nothing', tokens: [] }]);
  const hard = hardPrompts(weights.text, config, [[[38, ...words[0]!, fullStop, 39]]]);
  const wanted = await evaluate({ text: hard.text });
  expectClose(found.text.data, wanted.text.data, tolerances.golden64, 'text features');
});

test('a name that does not fit behind the context is refused by name', async () => {
  const long = { name: 'very long', tokens: new Array<number>(9).fill(4) };
  await expectFailure(
    () => softPrompts(weights.text, config, constant(embed(words[0]!)), [classes[0]!, long], fullStop),
    'text-too-long',
    /Cannot use the soft prompt of class "very long": it has 15 tokens; expected at most 14$/,
  );
});
