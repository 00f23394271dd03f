// Sets in the form of FER2013's CSV that are not FER2013 itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';

const open = (spec: string, files: Record<string, string>) => openDataset(spec, memoryHost(filesOf(files)));
const pixels = (value: number) => new Array<number>(48 * 48).fill(value).join(' ');

test('reads ckextended.csv with its eight classes', async () => {
  const csv = `emotion,pixels,Usage\n0,${pixels(1)},Training\n7,${pixels(2)},PublicTest\n6,${pixels(3)},PrivateTest\n`;
  for (const spec of ['fer2013:D/ckextended.csv', 'fer2013:D']) {
    const { name, classes, samples, notes, protocol } = await open(spec, { 'D/ckextended.csv': csv });
    assert.deepEqual(
      samples.map(({ split, label }) => [split, classes[label]]),
      [
        ['train', 'anger'],
        ['valid', 'contempt'],
        ['test', 'neutral'],
      ],
    );
    assert.deepEqual([name, protocol, classes.length], ['ckextended', undefined, 8]);
    assert.match(notes.join('\n'), /does not name the people of CK\+/);
  }
  await refuses(
    open('fer2013:D/fer2013.csv', { 'D/fer2013.csv': csv }),
    'label',
    /line 3: emotion is "7"; expected 0-6/,
  );
});

test('deals splits to the train.csv of the competition, which has no Usage', async () => {
  const rows = Array.from({ length: 20 }, (_, n) => `${n % 2 === 0 ? 3 : 4},${pixels(n)}`).join('\n');
  const files = { 'D/train.csv': `emotion,pixels\n${rows}\n`, 'D/test.csv': `pixels\n${pixels(9)}\n` };
  const { samples, dealt, notes, protocol } = await open('fer2013:D?test=0.3', files);
  assert.equal(samples.filter(({ split }) => split === 'test').length, 6);
  assert.deepEqual([dealt, protocol], [['train', 'valid', 'test'], undefined]);
  assert.match(notes.join('\n'), /^no split column: dealt/m);
  const { hint } = await refuses(open('fer2013:D/test.csv', files), 'data', /it has no column "emotion"/);
  assert.match(hint ?? '', /its train.csv has/);
  await refuses(open('fer2013:D?duplicates=drop', files), 'usage', /it has no column Usage/);
});

test('a share for a split is refused where the file has that split', async () => {
  const csv = `emotion,pixels,Usage\n0,${pixels(1)},Training\n1,${pixels(2)},PublicTest\n6,${pixels(3)},PrivateTest\n`;
  await refuses(
    open('fer2013:D/fer2013.csv?test=0.2', { 'D/fer2013.csv': csv }),
    'usage',
    /test=0.2: the data set has a test split/,
  );
});

test('the hint for pixels in a csv: data set opens', async () => {
  const files = { 'D/faces.csv': `emotion,pixels,Usage\n0,${pixels(1)},Training\n` };
  const { hint } = await refuses(
    open('csv:D/faces.csv', files),
    'data',
    /no column "path", found emotion,pixels,Usage/,
  );
  assert.equal((await open(/(\w+:\S+)$/.exec(hint ?? '')![1]!, files)).samples.length, 1);
});

test('a seed that decides nothing is noted', async () => {
  const csv = `emotion,pixels,Usage\n0,${pixels(1)},Training\n1,${pixels(2)},PublicTest\n6,${pixels(3)},PrivateTest\n`;
  const { notes } = await open('fer2013:D/fer2013.csv?seed=3', { 'D/fer2013.csv': csv });
  assert.equal(notes.at(-1), "seed=3 decides nothing: every split is the data set's own");
});
