import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { random } from '../../../../../src/core/random.ts';
import { synthetic } from '../../../../../src/data/synthetic/synthetic.ts';
import { explainImages } from '../../../../../src/jobs/explain/explain-images.ts';
import { encodePng } from '../../../../../src/platform/node/images/encode-image.ts';
import { openRecogniser } from '../../../../../src/platform/node/models/open-recogniser.ts';
import { openRecogniserThread } from '../../../../../src/platform/node/models/thread/recogniser-thread.ts';
import { writeTinyModel } from '../../../../support/tiny-model.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const { samples } = synthetic({ random: random(1), size: 48 });
const pictures = await Promise.all(samples.slice(0, 4).map(async (sample) => encodePng(await sample.read())));

async function* one(path: string): AsyncGenerator<string> {
  yield path;
}

/** As bodies of requests are: in memory that threads share. */
const shared = (bytes: Uint8Array): Uint8Array => {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
};

test('a thread says what a recogniser beside the caller says, and refuses large pictures by their headers', async (t) => {
  const clip = await writeTinyModel(await temporaryFolder(t));
  const options = { clip, threads: 1, faces: 'crop' } as const;
  const thread = await openRecogniserThread({ run: 'zero-shot', options, pixels: 48 * 48 });
  t.after(() => thread.close());
  await using recogniser = await openRecogniser({ run: 'zero-shot' }, options);
  const expected = [];
  for await (const { faces } of recogniser.recognise(pictures)) expected.push(faces);
  const large = await encodePng({ width: 49, height: 48, data: new Uint8Array(49 * 48 * 3) });
  const bmp = new Uint8Array(60);
  bmp.set([0x42, 0x4d]);
  new DataView(bmp.buffer).setInt32(18, 30_000, true);
  new DataView(bmp.buffer).setInt32(22, -30_000, true);
  const [first, ...rest] = pictures as [Uint8Array, ...Uint8Array[]];
  const found = await thread.recognise([first, large, bmp, ...rest].map(shared));
  assert.deepEqual(
    found.filter(({ status }) => status === 'ok').map(({ faces }) => faces),
    expected,
  );
  for (const [index, count] of [
    [1, 49 * 48],
    [2, 900_000_000],
  ] as const) {
    const refused = found[index]!;
    assert.ok(refused.status === 'too-large');
    assert.equal(
      'reason' in refused && refused.reason,
      `Cannot decode "picture": it has ${count} pixels; expected at most 2304`,
    );
  }
  assert.equal(thread.model.explanation, null, 'plain CLIP has no checkpoint to explain');
  assert.deepEqual(thread.model.classes, recogniser.classes);
  assert.equal(thread.model.clip?.digest.length, 64);
});

for (const [mode, file] of [
  ['find', 'assets/portraits/astronaut.png'],
  ['crop', 'assets/portraits/astronaut.png'],
] as const) {
  test(`a thread explains faces as mpafer explain does: ${mode}`, async (t) => {
    const options = { threads: 1, faces: mode } as const;
    const thread = await openRecogniserThread({ run: 'ferplus', options, pixels: 10_000_000 });
    t.after(() => thread.close());
    const picture = shared(await readFile(file));
    const [found] = await thread.recognise([picture]);
    const eyes = found!.faces.map((face) => face.eyes);
    const [[explanation] = [], none] = await thread.explain([
      { picture, eyes },
      { picture: shared(pictures[0]!), eyes: [] },
    ]);
    assert.deepEqual(none, []);
    const rows = explainImages({ run: 'ferplus', images: one(file), faces: mode, threads: 1 });
    for await (const event of rows) {
      if (event.kind !== 'explanation') continue;
      assert.ok(event.explanation.status === 'ok');
      const { recognised, expression, against, margin, map, verdict } = event.explanation;
      assert.deepEqual(thread.model.explanation, { method: 'gate', verdict });
      assert.equal(found!.faces[0]!.expression, recognised);
      assert.deepEqual([explanation!.expression, explanation!.against], [expression, against]);
      // The command cuts faces out larger, to show them.
      assert.ok(Math.abs(explanation!.margin.total - margin.total) < 0.005, String(margin.total));
      assert.equal(explanation!.map.values.length, map.values.length);
    }
  });
}

test('what opening a recogniser throws is thrown by its thread, and a thread that has ended answers by name', async (t) => {
  await assert.rejects(openRecogniserThread({ run: 'nowhere', options: {}, pixels: 1 }), {
    name: 'MpaferError',
    code: 'run',
    message: /there is no such folder, file or pack/,
  });
  const clip = await writeTinyModel(await temporaryFolder(t));
  const thread = await openRecogniserThread({
    run: 'zero-shot',
    options: { clip, threads: 1, faces: 'crop' },
    pixels: 10_000,
  });
  const asked = thread.recognise([shared(pictures[0]!)]);
  asked.catch(() => {});
  await thread.close();
  await assert.rejects(thread.ended, { code: 'host' });
});
