// The descriptions that ship pass every check that a language model's answers must pass.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { expressions } from '../../src/data/expressions.ts';
import { faultOf, sameWords } from '../../src/descriptions/fault.ts';
import { questions } from '../../src/descriptions/questions.ts';
import { answerRequest, usualWords } from '../../src/descriptions/request.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { hardSentences } from '../../src/method/hard-prompt.ts';

const all = Object.entries(defaultDescriptions).flatMap(([name, own]) => [own].flat().map((text) => ({ name, text })));

test('describes the eight expressions, each by several sentences', () => {
  assert.deepEqual(Object.keys(defaultDescriptions), [...expressions]);
  for (const name of expressions) assert.equal(defaultDescriptions[name]!.length, 5, name);
});

test('has no fault in any sentence: English, names nothing, says nothing twice', () => {
  const rules = { classes: expressions, tokens: () => 1, positions: 77, withoutNames: true, anyLanguage: false };
  const taken = new Map<string, string>();
  for (const { name, text } of all) {
    assert.equal(faultOf(name, { finish: 'stop' }, text, rules, taken), undefined, text);
    taken.set(sameWords(text), name);
  }
});

test('leaves room in 77 tokens, at a token and a half a word', () => {
  for (const { name, text } of all) {
    const [sentence] = hardSentences(name, 3, { [name]: text });
    const words = sentence!.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu)!;
    assert.ok(2 + 1.5 * words.length <= 77, text);
  }
});

test('shares less than half of the longer words between any sentences of two classes', () => {
  const content = (text: string) =>
    new Set(
      sameWords(text)
        .split(' ')
        .filter((word) => word.length > 3),
    );
  for (const one of all) {
    for (const other of all) {
      if (one.name === other.name) continue;
      const [a, b] = [content(one.text), content(other.text)];
      const shared = [...a].filter((word) => b.has(word)).length;
      assert.ok(shared < Math.min(a.size, b.size) / 2, `${one.text} | ${other.text}`);
    }
  }
});

test('are all shown in docs/descriptions.md, and so is all that a model is asked', () => {
  const page = readFileSync(new URL('../../docs/descriptions.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
  for (const { text } of all) assert.ok(page.includes(`| ${text} |`), text);
  for (const [name, question] of Object.entries(questions))
    assert.ok(page.includes(`| \`${name}\` | ${question} |`), name);
  const settings = { provider: 'p', model: 'm', temperature: 1, maxTokens: 1, withoutNames: true };
  const { instructions } = answerRequest(settings, { question: '', name: '', words: usualWords, sample: 0 });
  for (const sentence of instructions.split(/(?<=\.) /)) assert.ok(page.includes(sentence), sentence);
});
