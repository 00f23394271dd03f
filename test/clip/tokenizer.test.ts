// Token ids against transformers' CLIPTokenizer on a small vocabulary, and refusals.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTokenizer, createTokenizerFromMerges, pad } from '../../src/clip/tokenizer.ts';
import { MpaferError } from '../../src/core/errors.ts';

const golden = (name: string) => readFileSync(new URL(`../golden/tokenizer/${name}`, import.meta.url), 'utf8');
const json = JSON.parse(golden('tokenizer.json'));
const tokenizer = createTokenizer(json);
const expected: { text: string; ids: number[] }[] = golden('ids.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

test('gives the ids of the reference for every text', () => {
  assert.ok(expected.length > 100);
  for (const { text, ids } of expected) assert.deepEqual(tokenizer.encode(text), ids, text);
});

test('gives the same ids from vocab.json and merges.txt', () => {
  const other = createTokenizerFromMerges(JSON.parse(golden('vocab.json')), golden('merges.txt'));
  for (const { text, ids } of expected) assert.deepEqual(other.encode(text), ids, text);
  const windows = createTokenizerFromMerges(
    JSON.parse(golden('vocab.json')),
    golden('merges.txt').replaceAll('\n', '\r\n'),
  );
  assert.deepEqual(windows.encode('a photo of a face'), tokenizer.encode('a photo of a face'));
});

test('accepts merges as pairs, the newer form of the file', () => {
  const pairs = {
    ...json,
    model: {
      ...json.model,
      merges: json.model.merges.map((pair: unknown) => (typeof pair === 'string' ? pair.split(' ') : pair)),
    },
  };
  const texts = {
    ...json,
    model: { ...json.model, merges: pairs.model.merges.map((pair: string[]) => pair.join(' ')) },
  };
  assert.deepEqual(createTokenizer(pairs).words('a happy face'), createTokenizer(texts).words('a happy face'));
});

test('knows its size and special tokens, and leaves them out of words', () => {
  assert.deepEqual(
    [tokenizer.vocabularySize, tokenizer.startToken, tokenizer.endToken, tokenizer.padToken],
    [700, 698, 699, 0],
  );
  const words = tokenizer.words('a face');
  assert.deepEqual(tokenizer.encode('a face'), [698, ...words, 699]);
  assert.deepEqual(tokenizer.encode(''), [698, 699]);
});

test('does not depend on case or on how much space there is', () => {
  assert.deepEqual(tokenizer.words('  A  Happy\nFACE '), tokenizer.words('a happy face'));
});

test('tells what a token stands for', () => {
  const ids = tokenizer.words('eyebrows 7');
  assert.equal(ids.map(tokenizer.textOf).join(''), 'eyebrows7');
  assert.equal(tokenizer.textOf(tokenizer.endToken), '<|endoftext|>');
  assert.throws(() => tokenizer.textOf(700), { code: 'tokenizer', message: 'Cannot find token 700: ids are 0 to 699' });
  assert.throws(() => tokenizer.textOf(-1), { code: 'tokenizer' });
  assert.throws(() => tokenizer.textOf(0.5), { code: 'tokenizer' });
});

test('gives ids of its vocabulary for any text, and the text back when they are joined', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const ids = tokenizer.words(text);
      for (const id of ids) assert.ok(Number.isInteger(id) && id >= 0 && id < 700);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,30}$/), (word) => {
      assert.equal(tokenizer.words(word).map(tokenizer.textOf).join(''), word);
    }),
  );
});

test('pads with zeros up to the positions, and never cuts', () => {
  assert.deepEqual(pad([5, 6], 4), [5, 6, 0, 0]);
  assert.deepEqual(pad([5, 6], 2), [5, 6]);
  assert.deepEqual(pad([5], 3, 9), [5, 9, 9]);
  assert.throws(() => pad([1, 2, 3], 2), {
    code: 'text-too-long',
    message: 'Text has 3 tokens with start and end, the model takes 2',
  });
  assert.throws(() => pad([1, 2, 3], 2, 0, 'a face'), { message: /^Text "a face" has 3 tokens/ });
  assert.throws(() => pad([1, 2, 3], 2, 0, 'x'.repeat(99)), { message: /^Text "x{60}\.\.\." has 3/ });
});

const refuses = (value: unknown, message: RegExp) =>
  assert.throws(() => createTokenizer(value, 't.json'), { name: 'MpaferError', code: 'tokenizer', message });
const withModel = (change: object) => ({ ...json, model: { ...json.model, ...change } });

test('refuses what is no byte-pair tokenizer', () => {
  refuses(null, /^Cannot read "t\.json": it is not an object$/);
  refuses({}, /it has no model/);
  refuses(withModel({ type: 'WordPiece' }), /its model is "WordPiece"; expected "BPE"/);
  refuses(withModel({ merges: 3 }), /its merges are not a list of pairs/);
  refuses(withModel({ merges: [['a', 'b', 'c']] }), /its merges are not a list of pairs/);
  refuses(withModel({ vocab: [] }), /it has no vocabulary/);
  refuses({ ...json, added_tokens: 5 }, /its added_tokens are not a list/);
  refuses({ ...json, added_tokens: [null] }, /an added token is not an object/);
  refuses({ ...json, added_tokens: [{ id: 1 }] }, /an added token has no content/);
  refuses({ ...json, pre_tokenizer: { type: 'Other' } }, /it is not a tokenizer that can be used/);
});

test('refuses ids that have holes, repeat or are no numbers', () => {
  const { '!</w>': removed, ...holes } = json.model.vocab;
  refuses(withModel({ vocab: holes }), /expected each id from 0 to 698 once/);
  refuses(withModel({ vocab: { ...json.model.vocab, a: removed } }), /expected each id from 0 to 699 once/);
  refuses(withModel({ vocab: { ...json.model.vocab, a: '5' } }), /token "a" has id "5"/);
  refuses(withModel({ vocab: { ...json.model.vocab, a: 1e9 } }), /token "a" has id 1000000000/);
});

test('refuses a vocabulary without special tokens', () => {
  const vocab = Object.fromEntries(Object.entries(json.model.vocab).filter(([token]) => !token.startsWith('<|')));
  refuses({ ...withModel({ vocab }), added_tokens: [] }, /token "<\|startoftext\|>" is missing/);
  assert.throws(() => createTokenizerFromMerges({ a: 0 }, ''), {
    code: 'tokenizer',
    message: /token "<\|startoftext\|>" is missing/,
  });
  assert.throws(() => createTokenizerFromMerges([], ''), {
    code: 'tokenizer',
    message: 'Cannot read "vocab.json": it is not an object',
  });
});

test('survives damaged files: a tokenizer or MpaferError', (t) => {
  // The library warns of patterns that it does not know; thousands of lines would say nothing here.
  t.mock.method(console, 'warn', () => {});
  const small = { ...json, model: { ...json.model, merges: json.model.merges.slice(0, 5) } };
  const places: string[][] = [];
  const visit = (value: unknown, path: string[]) => {
    if (path.length > 0) places.push(path);
    if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value).slice(0, 8)) visit(item, [...path, key]);
  };
  visit(small, []);
  const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, '(', '\\', '[', -1, 1e300, '<|startoftext|>'));
  fc.assert(
    fc.property(fc.constantFrom(...places), junk, (path, value) => {
      const changed = structuredClone(small);
      let part = changed;
      for (const key of path.slice(0, -1)) part = part[key];
      part[path.at(-1)!] = value;
      try {
        createTokenizer(changed).encode("A happy face isn't 2 sad ones 笑");
      } catch (error) {
        if (!(error instanceof MpaferError)) throw error;
      }
    }),
    { numRuns: 400 },
  );
});

test('refuses steps that might take forever or fill the memory', () => {
  const pattern = (Regex: string) => ({
    ...json,
    pre_tokenizer: { type: 'Split', pattern: { Regex }, behavior: 'Removed' },
  });
  refuses(pattern('(a+)+$'), /it has the pattern "\(a\+\)\+\$", which might take forever/);
  const replace = (content: string) => ({ type: 'Replace', pattern: { Regex: 'a' }, content });
  refuses({ ...json, normalizer: replace('aa') }, /it replaces by more than one character/);
  const many = { type: 'Sequence', normalizers: new Array(40).fill(replace('a')) };
  refuses({ ...json, normalizer: many }, /it has more than 32 steps/);
});
