import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipPattern } from '../../src/clip/tokenizer-json.ts';
import { isPlainPattern, wrongSteps } from '../../src/clip/tokenizer-steps.ts';

test("takes CLIP's pattern, with and without its special tokens", () => {
  assert.ok(isPlainPattern(clipPattern));
  assert.ok(isPlainPattern(`<\\|startoftext\\|>|<\\|endoftext\\|>|${clipPattern}`));
  assert.ok(isPlainPattern('\\s+'));
});

test('refuses groups and long rows of repeats, not what merely looks like them', () => {
  for (const pattern of ['(a+)+$', '(?:a|aa)+', 'a*a*a*b', 'a?a?a?aaa', 'a{2,}b+c*'])
    assert.ok(!isPlainPattern(pattern), pattern);
  for (const pattern of ['[(+*?{]', '\\(\\+\\*\\?\\{', 'a+|b+|c+', ' ?a+']) assert.ok(isPlainPattern(pattern), pattern);
});

test('looks into every step, and leaves the vocabulary alone', () => {
  const inner = { type: 'Sequence', decoders: [{ type: 'Replace', pattern: { String: ' ' }, content: '_____' }] };
  assert.equal(wrongSteps({ decoder: inner }), 'replaces by more than one character');
  assert.equal(wrongSteps({ model: inner, normalizer: null }), undefined);
  for (const pattern of [null, [null], {}, { Regex: 3 }, 'a+'])
    assert.equal(
      wrongSteps({ normalizer: { type: 'Replace', pattern, content: '' } }),
      'has a step with a pattern that is none',
    );
});
