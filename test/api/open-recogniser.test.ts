// openRecogniser in Node: every kind of picture, what becomes of bad ones, streams, options, and the end of the process.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
  type ExpressionRecogniser,
  nodeEngine,
  openClip,
  openRecogniser,
  type Picture,
  type Recognition,
} from '../../src/api/node.ts';
import type { MpaferError } from '../../src/core/errors.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { refuses } from '../data/refuses.ts';
import { temporaryFolder } from '../platform/node/temporary-folder.ts';
import { drawnFaces, pngOf } from './made-pictures.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const threads = 1;
/** Drawn faces of 48 pixels are crops; whole pictures are in whole-pictures.test.ts. */
const faces = 'crop';

let recogniser: ExpressionRecogniser<Picture>;
let face: RgbImage;
let png: Buffer<ArrayBuffer>;
let expected: readonly number[];

before(async () => {
  recogniser = await openRecogniser(undefined, { threads, faces });
  [face] = (await drawnFaces(1)) as [RgbImage];
  png = await pngOf(face);
  expected = valuesOf(await recogniser.recognise(face));
});
after(() => recogniser.close());

function valuesOf(result: Recognition): readonly number[] {
  assert.equal(result.status, 'ok', JSON.stringify(result));
  return Object.values(result.faces[0]!.probabilities);
}

/** The row of a bad picture. */
async function failureOf(picture: unknown): Promise<Extract<Recognition, { readonly reason: string }>> {
  const result = await recogniser.recognise(picture as Picture);
  assert.ok(result.status !== 'ok', `recognised ${typeof picture}`);
  assert.deepEqual(result.faces, []);
  return result;
}

async function allOf(results: AsyncIterable<Recognition>): Promise<readonly Recognition[]> {
  const list: Recognition[] = [];
  for await (const result of results) list.push(result);
  return list;
}

test('a result has an expression, probabilities, a confidence and a box', async () => {
  const { status, faces, ...rest } = await recogniser.recognise(face);
  assert.deepEqual([status, faces.length, rest], ['ok', 1, {}]);
  const { expression, probabilities, confidence, unsure, box } = faces[0]!;
  assert.deepEqual(Object.keys(probabilities), recogniser.classes);
  assert.ok(Math.abs(expected.reduce((sum, value) => sum + value, 0) - 1) < 1e-5);
  assert.equal(probabilities[expression], Math.max(...expected));
  assert.equal(confidence, probabilities[expression]);
  assert.equal(unsure, confidence < 0.73);
  assert.deepEqual(box, { x: 0, y: 0, width: 48, height: 48 });
  assert.deepEqual([recogniser.faces, recogniser.abstainBelow], ['crop', 0.73]);
});

suite('the same face gives the same numbers', () => {
  const rgba = () =>
    Uint8ClampedArray.from({ length: 48 * 48 * 4 }, (_, i) => (i % 4 === 3 ? 255 : face.data[(i >> 2) * 3 + (i % 4)]!));
  const kinds: Readonly<Record<string, () => Picture>> = {
    'as a Buffer': () => png,
    'as a part of a larger buffer': () => new Uint8Array([...png, 1, 2, 3]).subarray(0, png.length),
    'as an ArrayBuffer': () => new Uint8Array(png).buffer,
    'as a Blob': () => new Blob([png]),
    'as a File': () => new File([png], 'face.png'),
    'as a Response': () => new Response(png),
    'as a data URL': () => `data:image/png;base64,${png.toString('base64')}`,
    'as RGBA pixels, like ImageData': () => ({ width: 48, height: 48, data: rgba() }),
    'as RGB pixels with channels': () => ({ ...face, channels: 3 }),
    'as plain numbers': () => ({ ...face, data: [...face.data] }),
  };
  for (const [kind, picture] of Object.entries(kinds)) {
    test(kind, async () => assert.deepEqual(valuesOf(await recogniser.recognise(picture())), expected));
  }

  test('as a path, a file URL and its text, with the source named', async (t) => {
    const path = join(await temporaryFolder(t), 'a face.png');
    await writeFile(path, png);
    const url = pathToFileURL(path);
    for (const picture of [path, url, url.href]) {
      const result = await recogniser.recognise(picture);
      assert.deepEqual(valuesOf(result), expected);
      assert.equal(result.source, String(picture));
    }
  });

  test('from a web address', async (t) => {
    const server = createServer((request, response) => {
      if (request.url !== '/face.png') response.writeHead(404);
      response.end(png);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    assert.deepEqual(valuesOf(await recogniser.recognise(`${url}/face.png`)), expected);
    assert.match(
      (await failureOf(`${url}/none.png`)).reason,
      /^Cannot fetch "http:.*none\.png": the server answered 404$/,
    );
    assert.doesNotMatch((await failureOf('http://user:secret@127.0.0.1/face.png')).reason, /secret/);
  });
});

test('grey pixels are the same as RGB with three equal channels', async () => {
  const grey = Uint8Array.from({ length: 48 * 48 }, (_, pixel) => face.data[pixel * 3]!);
  const rgb = Uint8Array.from({ length: 48 * 48 * 3 }, (_, index) => grey[Math.trunc(index / 3)]!);
  const found = valuesOf(await recogniser.recognise({ width: 48, height: 48, data: grey }));
  assert.deepEqual(found, valuesOf(await recogniser.recognise({ width: 48, height: 48, data: rgb })));
});

test('a bad picture is a row with a reason, and the others are recognised', async () => {
  const pictures = [
    'gone.jpg',
    png,
    undefined,
    new Uint8Array([1, 2, 3]),
    { width: 8, height: 90, data: new Uint8Array(2160) },
    face,
  ];
  const results = await allOf(recogniser.recognise(pictures as Picture[]));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['unreadable', 'ok', 'unreadable', 'unreadable', 'too-small', 'ok'],
  );
  for (const row of [results[1]!, results[5]!])
    assert.deepEqual(
      valuesOf(row).map((value) => value.toFixed(5)),
      expected.map((value) => value.toFixed(5)),
    );
  assert.deepEqual(results[0], {
    status: 'unreadable',
    faces: [],
    code: 'image',
    reason: 'Cannot read "gone.jpg": there is no such file',
    source: 'gone.jpg',
  });
});

/** Whose memory somebody else has now. */
function transferred(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

test('what is no picture is named by its type, never by its content', async () => {
  const secret = png.toString('base64');
  const bad: readonly [unknown, RegExp][] = [
    [secret, /found text of \d+ characters that is no path or address$/],
    [png.toString('latin1'), /found text of \d+ characters/],
    [`data:image/png;base64,${secret.slice(0, 400)}`, /^Cannot decode "data URL": /],
    ['data:image/png;base64,\u00e9', /its data URL is not valid base64$/],
    [png.subarray(0, 600), /^Cannot decode "Uint8Array of 600 bytes": /],
    [3, /found number; expected a path/],
    [null, /found null; expected a path/],
    [Promise.resolve(png), /found a Promise; expected its value, by await$/],
    [new Uint8ClampedArray(48 * 48 * 4), /found Uint8ClampedArray; expected a path/],
    [transferred(new Uint8Array(png)).buffer, /the memory of its ArrayBuffer was transferred; expected bytes/],
    [transferred(new Uint8Array(png)), /the memory of its Uint8Array was transferred/],
  ];
  for (const [picture, reason] of bad) {
    const found = await failureOf(picture);
    assert.match(found.reason, reason);
    assert.ok(!JSON.stringify(found).includes(secret.slice(100, 140)), found.reason);
  }
});

suite('many pictures', () => {
  test('come as an array, a generator or a stream, in order, over several batches', async () => {
    const faces = await drawnFaces(5);
    const count = 70;
    const at = (index: number) => faces[index % 5]!;
    function* some() {
      for (let index = 0; index < count; index++) yield at(index);
    }
    async function* later() {
      for (const picture of some()) yield picture;
    }
    const singles = await Promise.all(faces.map((picture) => recogniser.recognise(picture)));
    for (const source of [[...some()], some(), later()]) {
      const results = await allOf(recogniser.recognise(source));
      assert.equal(results.length, count);
      for (const [index, result] of results.entries()) {
        valuesOf(result).forEach((value, column) => {
          assert.ok(Math.abs(value - valuesOf(singles[index % 5]!)[column]!) < 1e-5, `picture ${index}`);
        });
      }
    }
    assert.deepEqual(await allOf(recogniser.recognise([])), []);
  });

  test('are read as results are taken, and the source is stopped with the loop', async () => {
    let [read, stopped] = [0, false];
    function* endless() {
      try {
        while (true) {
          read++;
          yield face;
        }
      } finally {
        stopped = true;
      }
    }
    let taken = 0;
    for await (const _ of recogniser.recognise(endless())) if (++taken === 40) break;
    assert.ok(stopped);
    assert.ok(read <= 4 * 32, `read ${read}`);
  });

  test('of a source that pauses are answered before it continues', async () => {
    let answered = () => {};
    const first = new Promise<void>((resolve) => {
      answered = resolve;
    });
    async function* paused() {
      yield face;
      await first;
      yield face;
    }
    let count = 0;
    for await (const _ of recogniser.recognise(paused())) {
      count++;
      answered();
    }
    assert.equal(count, 2);
  });

  test("end with the source's error, after the results of what came before", async () => {
    function* broken() {
      yield face;
      throw new RangeError('no more');
    }
    let count = 0;
    await assert.rejects(async () => {
      for await (const _ of recogniser.recognise(broken())) count++;
    }, /^RangeError: no more$/);
    assert.equal(count, 1);
  });

  test('stop with a signal', async () => {
    const stop = new AbortController();
    const results = recogniser.recognise([face, face, face], { signal: stop.signal });
    await results.next();
    stop.abort();
    await refuses(results.next(), 'aborted', /^Stopped while recognising pictures$/);
    await refuses(recogniser.recognise(face, { signal: stop.signal }), 'aborted', /^Stopped/);
  });
});

test('no option is ignored: one that is not known is named, with what was probably meant', async () => {
  const opened = (run: unknown, options: object) => openRecogniser(run as string, options as { faces?: 'crop' });
  for (const [run, options, message, hint] of [
    [undefined, { treads: 2 }, 'Unknown option "treads" of openRecogniser; did you mean "threads"?', undefined],
    ['zero-shot', { classes: ['calm', 'tense'] }, /^Unknown option "classes" of openRecogniser/, /run: 'zero-shot'/],
    [undefined, { device: 'cpu' }, /^Unknown option "device" of openRecogniser/, 'Use the option provider'],
    [{ run: 'zero-shot', clases: ['calm', 'tense'] }, {}, /of zero-shot; did you mean "classes"\?$/, undefined],
  ] as const) {
    await assert.rejects(opened(run, options), (error: MpaferError) => {
      assert.equal(error.code, 'usage');
      if (typeof message === 'string') assert.equal(error.message, message);
      else assert.match(error.message, message);
      if (hint instanceof RegExp) assert.match(error.hint!, hint);
      else assert.equal(error.hint, hint);
      return true;
    });
  }
  for (const [options, message] of [
    [null, /^Cannot use null as the options of recognise; expected an object such as \{ signal \}$/],
    [{ signal: {} }, /^Cannot use \{\} as the option signal; expected an AbortSignal$/],
  ] as const)
    await refuses(recogniser.recognise(face, options as never), 'usage', message);
  await assert.rejects(
    recogniser.recognise(face, { maxFace: 1 } as object),
    /of recognise; did you mean "maxFaces"\?$/,
  );
});

test('faces below the threshold are unsure', async () => {
  await using strict = await openRecogniser('fer2013', { threads, faces, abstainBelow: 1 });
  const found = await strict.recognise(face);
  assert.deepEqual([found.faces[0]!.unsure, strict.abstainBelow], [true, 1]);
  await using lax = await openRecogniser('fer2013', { threads, faces, abstainBelow: 0 });
  assert.equal((await lax.recognise(face)).faces[0]!.unsure, false);
});

test('the packs bring the threshold of their validation faces, and plain CLIP has none', async () => {
  await using ferplus = await openRecogniser('ferplus', { threads, faces });
  await using plain = await openRecogniser('zero-shot', { threads, faces });
  assert.deepEqual([ferplus.abstainBelow, plain.abstainBelow], [0.65, undefined]);
  assert.equal((await plain.recognise(face)).faces[0]!.unsure, false);
});

test('plain CLIP takes classes of your own', async () => {
  const classes = ['wink', 'yawn'];
  const descriptions = { wink: 'one eye closed', yawn: ['the mouth wide open', 'eyes nearly closed'] };
  await using own = await openRecogniser({ run: 'zero-shot', classes, descriptions }, { threads, faces });
  assert.deepEqual(own.classes, classes);
  assert.deepEqual(Object.keys((await own.recognise(face)).faces[0]!.probabilities), classes);
  await using undescribed = await openRecogniser({ run: 'zero-shot', classes, hardPrompt: 2 }, { threads });
  assert.deepEqual(undescribed.classes, classes);
  await refuses(openRecogniser({ run: 'zero-shot', classes }, { threads }), 'descriptions', /"wink"/);
});

test('plain CLIP can be told that all expressions are equally frequent', async () => {
  await using trained = await openRecogniser('zero-shot', { threads, faces });
  await using even = await openRecogniser({ run: 'zero-shot', prior: 'even' }, { threads, faces });
  const odds = async (recogniser: typeof even) => {
    const { neutral, disgust } = (await recogniser.recognise(face)).faces[0]!.probabilities;
    return disgust! / neutral!;
  };
  const { neutral, disgust } = (await openClip('face-clip')).classShares!;
  assert.ok(Math.abs((await odds(even)) / (await odds(trained)) / (neutral! / disgust!) - 1) < 1e-3);
});

test('a pack opens from a web address, with progress, and a page in its place is named', async (t) => {
  const { readFile } = await import('node:fs/promises');
  const pack = await readFile(join(repository, 'assets/packs/fer2013.safetensors'));
  const server = createServer(({ url }, response) => {
    if (url === '/pack.safetensors') return void response.setHeader('content-length', pack.length).end(pack);
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Start</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const seen: (number | undefined)[][] = [];
  const onProgress = ({ loaded, total }: { loaded: number; total: number | undefined }) => seen.push([loaded, total]);
  await using opened = await openRecogniser(`${url}/pack.safetensors`, { threads, onProgress });
  assert.equal(opened.classes.length, 7);
  assert.deepEqual(seen.at(-1), [pack.length, pack.length]);
  await refuses(
    openRecogniser(new URL(`${url}/other`), { threads }),
    'run',
    /^Cannot fetch "http:.*\/other": the server sent a web page \(status 200, text\/html\), not the file$/,
  );
});

suite('options that are unknown are refused by name, with what is possible', () => {
  const wrong: readonly [object, 'usage' | 'host' | 'model', RegExp][] = [
    [{ provider: 'metal' }, 'host', /^Unknown provider "metal"; expected "cpu", "wasm", "webgpu", "cuda" or "auto"$/],
    [{ precision: 'fp16' }, 'usage', /^Unknown precision "fp16"; expected "float32" or "int8"$/],
    [{ faces: 'detect' }, 'usage', /^Unknown faces "detect"; expected "find" or "crop"$/],
    [{ minFace: 0 }, 'usage', /^Cannot find faces with a smallest face of 0; expected a number from 1$/],
    [{ faces: 'crop', maxFaces: 2 }, 'usage', /^Cannot use the option maxFaces where pictures are crops; expected/],
    [{ threads: 0 }, 'usage', /^Cannot use 0 threads; expected a whole number from 1$/],
    [{ minFace: '30' as never }, 'usage', /^Cannot find faces with a smallest face of "30"; expected a number from 1$/],
    [{ signal: 'stop' as never }, 'usage', /^Cannot use "stop" as the option signal; expected an AbortSignal$/],
    [{ engine: {} as never }, 'usage', /^Cannot use \{\} as the option engine; expected an engine, of nodeEngine/],
    [{ onProgress: 3 as never }, 'usage', /^Cannot use 3 as the option onProgress; expected a function$/],
    [{ clip: 'https://x/clip' }, 'model', /^Cannot open CLIP "https:\/\/x\/clip": addresses .* cannot be fetched here/],
    [{ abstainBelow: 60 }, 'usage', /^Cannot abstain below a confidence of 60; expected 0 to 1$/],
  ];
  for (const [options, code, message] of wrong) {
    test(Object.keys(options).join(), async () => {
      await refuses(openRecogniser('ferplus', options), code, message);
    });
  }

  test('runs', async () => {
    await refuses(openRecogniser('no-such-pack', { threads }), 'run', /^Cannot open run "no-such-pack": /);
    await assert.rejects(openRecogniser('FER2013', { threads }), {
      code: 'run',
      hint: /^Did you mean "fer2013"\? Name/,
    });
    await assert.rejects(openRecogniser('face-clip', { threads }), { code: 'run', hint: /^"face-clip" is a CLIP, / });
    await refuses(
      openRecogniser('s3://bucket/pack.safetensors', { threads }),
      'run',
      /addresses of the scheme "s3:" cannot be fetched here; expected the name of a pack, a path, or an address by/,
    );
    await refuses(openRecogniser(null as never), 'usage', /^Cannot open a recogniser by null; expected a name/);
    for (const [options, found] of [
      [null, 'null'],
      ['cpu', 'a value of type string'],
      [[], 'an array'],
    ] as const)
      await refuses(
        openRecogniser('ferplus', options as never),
        'usage',
        new RegExp(`^Cannot use ${found} as the options of openRecogniser; expected an object such as \\{ clip \\}$`),
      );
    await refuses(
      openRecogniser(3 as never),
      'usage',
      /^Cannot open a recogniser by a value of type number; expected a name/,
    );
    await refuses(
      openRecogniser({ run: 'zero-shot', classes: ['joy'] }),
      'usage',
      /expected an array of two or more names$/,
    );
    await refuses(openRecogniser({ run: 'zero-shot', classes: ['a', 'a'] }), 'usage', /contain "a" twice$/);
    await refuses(
      openRecogniser({ run: 'zero-shot', prior: 'flat' as never }),
      'usage',
      /^Unknown prior "flat"; expected "trained" or "even"$/,
    );
  });
});

test('what is no picture is a row that says what it is', async () => {
  await using recogniser = await openRecogniser('ferplus', { threads, faces });
  const reason = async (picture: unknown) => {
    const result = await recogniser.recognise(picture as string);
    assert.equal(result.status, 'unreadable');
    return 'reason' in result ? result.reason : '';
  };
  assert.match(
    (await reason('ftp://x/a.jpg'))!,
    /^Cannot read "ftp:\/\/x\/a\.jpg": addresses of the scheme "ftp:" cannot be fetched here; expected a path, or an address by http:, https:, file: or data:$/,
  );
  assert.equal(await reason('http://'), 'Cannot fetch "http://": it is not a valid address');
  assert.equal(
    await reason(Promise.resolve('a.jpg')),
    'Cannot read a picture: found a Promise; expected its value, by await',
  );
  assert.equal(await reason(new Response('gone', { status: 404 })), 'Cannot read "Response": the server answered 404');
  assert.match((await reason('~/a.jpg'))!, /there is no such file; only shells take "~" for the home folder$/);
});

test('an engine that was handed in stays open, and excludes the options of engines', async () => {
  await using engine = nodeEngine({ threads });
  const first = await openRecogniser('ferplus', { engine, faces });
  await first.close();
  await first.close();
  await refuses(first.recognise(face), 'host', /^Cannot run: the program was released$/);
  await using second = await openRecogniser('ferplus', { engine, faces });
  assert.equal((await second.recognise(face)).status, 'ok');
  await refuses(openRecogniser('ferplus', { engine, threads }), 'usage', /expected either an engine or its options$/);
});

test('a script ends after its last line, whether the recogniser was closed, forgotten or never opened', async () => {
  const script = `
    import { openRecogniser } from './src/api/node.ts';
    await openRecogniser('nothing').catch(() => {});
    const forgotten = await openRecogniser('ferplus', { threads: 1 });
    await using recogniser = await openRecogniser('ferplus', { threads: 1 });
    console.log((await recogniser.recognise('assets/portraits/astronaut.png')).status);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: repository,
    timeout: 60_000,
  });
  assert.equal(stdout, 'ok\n');
});
