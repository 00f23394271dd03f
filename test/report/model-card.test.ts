import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { renderModelCard } from '../../src/report/model-card.ts';
import { plain } from '../../src/report/text/markdown.ts';
import { hostile } from './drawing.ts';
import { sampleRun } from './sample-run.ts';

test('covers use and prohibited use, results, calibration, data, training, licences and limits', () => {
  const card = renderModelCard(sampleRun());
  for (const title of ['Use', 'Results', 'Calibration', 'Data', 'Training', 'Licences', 'Limits']) {
    assert.match(card, new RegExp(`^## ${title}$`, 'm'));
  }
  assert.match(card, /^> \*\*These numbers are of drawn faces\*\*$/m);
  assert.match(card, /An expression is not a feeling/);
  assert.match(card, /Article 5\(1\)\(f\)/);
  assert.match(card, /^\| validation-selected \| test \| 90 \| [\d.]+% \([\d.]+–[\d.]+%\)/m);
  assert.match(card, /^\| fear \| \d+ \| [\d.]+% \|/m);
  assert.match(card, /^- method\.beta: 8$/m);
  assert.match(card, /^- Faces: MIT, from here$/m);
});

test('states what was not measured or stated', () => {
  const { calibration: _c, licences: _l, notice: _n, ...run } = sampleRun();
  const card = renderModelCard({ ...run, evaluations: [], epochs: [] });
  assert.match(card, /Nothing has been evaluated yet/);
  assert.match(card, /Not measured\. Do not interpret the probabilities as the chance/);
  assert.match(card, /None stated/);
});

test('keeps its lines and tables whatever the names contain', () => {
  const shape = (card: string) =>
    card.split('\n').map((line) => [/^(#+ |- |> |\| )?/.exec(line)![0], line.replace(/\\\|/g, '').split('|').length]);
  const wanted = shape(renderModelCard(sampleRun((text) => `${text}x`)));
  for (const evil of [
    ...hostile,
    '\n# heading',
    '| a | b |',
    '[link](https://example.org)',
    '- item',
    '**bold**',
    '`code`',
  ]) {
    const card = renderModelCard(sampleRun((text) => `${text}${evil}x`));
    assert.deepEqual(shape(card), wanted, JSON.stringify(evil));
    assert.doesNotMatch(card, /<(?!\/?$)|[^\\]\]\(|https:\/\//);
  }
});

test('escapes text so that Markdown shows it literally', () => {
  assert.equal(plain('a_b *c* [d](e) `f` | <g>'), 'a\\_b \\*c\\* \\[d\\](e) \\`f\\` \\| &lt;g&gt;');
  assert.equal(plain('- a'), '\\- a');
  assert.equal(plain('1. a'), '1\\. a');
  assert.equal(plain('## a'), '\\## a');
  assert.equal(plain('0.07'), '0.07');
  assert.equal(plain('-0.5'), '-0.5');
  assert.equal(plain('---'), '\\---');
  assert.equal(plain('see https://example.org or www.example.org'), 'see https\\://example.org or www\\.example.org');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(plain(text), /[\n\r<>]|(^|[^\\])(\\\\)*[|`*_[\]~@]/);
    }),
  );
});
