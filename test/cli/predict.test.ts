import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import sharp from 'sharp';
import { mpafer } from '../support/command-line.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const run = shop.at('runs', 'run');
const happy = shop.at('drawings', 'test', 'happy', '0.png');
const sad = shop.at('drawings', 'test', 'sad', '1.png');
const [corrupt, missing, text] = [shop.at('corrupt.png'), shop.at('missing.png'), shop.at('notes.txt')];
const predict = (...args: string[]) => mpafer(['predict', '--run', run, '--faces', 'crop', ...args]);
const predictFrom = (input: Uint8Array | string) =>
  mpafer(['predict', '--run', run, '--faces', 'crop', '--json', '-'], { input });

before(async () => {
  const ended = await shop.train('run');
  assert.equal(ended.code, 0, ended.stderr);
  await copyFile(happy, corrupt);
  await truncate(corrupt, 300);
  await writeFile(text, 'Dear diary');
});

suite('mpafer predict', { concurrency: 2 }, () => {
  test('gives each image a status; bad ones do not stop the others, and the exit code is 0', async () => {
    const { code, stdout, stderr } = await predict('--json', happy, corrupt, missing, text, sad);
    assert.deepEqual([code, stderr], [0, '']);
    const rows = JSON.parse(stdout);
    assert.deepEqual(
      rows.map(({ file, status, code }: Record<string, string>) => [file, status, code]),
      [
        [happy, 'ok', undefined],
        [corrupt, 'unreadable', 'image'],
        [missing, 'unreadable', 'image'],
        [text, 'unreadable', 'image'],
        [sad, 'ok', undefined],
      ],
    );
    const reasons = rows.flatMap(({ reason }: { reason?: string }) => reason ?? []);
    assert.match(reasons[0], /^Cannot decode "[^"]+corrupt\.png": it is damaged or cut short/);
    assert.match(reasons[1], /^Cannot read "[^"]+missing\.png": there is no such file$/);
    assert.match(reasons[2], /^Cannot decode "[^"]+notes\.txt": it is not an image/);
  });

  test('gives a probability to each class; they sum to 1 and the largest names the expression', async () => {
    const { stdout } = await predict('--json', happy, sad);
    for (const { mode, faces } of JSON.parse(stdout)) {
      assert.deepEqual([mode, faces.length], ['crop', 1]);
      const [{ expression, probabilities }] = faces;
      assert.deepEqual(Object.keys(probabilities), ['happiness', 'sadness', 'anger']);
      const values = Object.values(probabilities) as number[];
      assert.ok(Math.abs(values.reduce((sum, value) => sum + value, 0) - 1) < 1e-9);
      assert.ok(values.every((value) => value >= 0 && value <= 1));
      assert.equal(probabilities[expression], Math.max(...values));
    }
  });

  test('gives the same prediction for an image alone and among others', async () => {
    const many = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? happy : sad));
    const [alone, among] = [await predict('--json', sad), await predict('--json', ...many)];
    const rows = JSON.parse(among.stdout);
    assert.equal(rows.length, 40);
    const [row] = JSON.parse(alone.stdout);
    for (const index of [1, 39])
      for (const [name, value] of Object.entries(row.faces[0].probabilities))
        assert.ok(Math.abs(rows[index].faces[0].probabilities[name] - (value as number)) < 1e-5);
  });

  test('recognises the drawings that it was trained to distinguish', async () => {
    const files = ['happy', 'sad', 'anger'].flatMap((name) =>
      Array.from({ length: 8 }, (_, index) => shop.at('drawings', 'train', name, `${index}.png`)),
    );
    const rows = JSON.parse((await predict('--json', ...files)).stdout);
    const right = rows.filter(({ faces }: { faces: [{ expression: string }] }, index: number) => {
      return faces[0].expression === ['happiness', 'sadness', 'anger'][Math.floor(index / 8)];
    });
    assert.ok(right.length >= 20, `${right.length} of 24`);
  });

  test('prints a line of text for each image', async () => {
    const { code, stdout } = await predict(happy, missing);
    assert.equal(code, 0);
    const [first, second] = stdout.trimEnd().split('\n');
    assert.match(first!, /0\.png {2}(unsure, perhaps )?(happiness|sadness|anger) \d+ %, then \w+ \d+ %$/);
    assert.match(second!, /missing\.png {2}unreadable: Cannot read "/);
  });

  test('exits with 1 when all images failed', async () => {
    const { code, stdout } = await predict('--json', missing, text);
    assert.equal(code, 1);
    assert.deepEqual(
      JSON.parse(stdout).map(({ status }: { status: string }) => status),
      ['unreadable', 'unreadable'],
    );
  });

  test('accepts pictures of any format, and of any size but a few pixels', async () => {
    await mkdir(shop.at('any'));
    const picture = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 4, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } });
    const files = [
      await picture(1, 1)
        .png()
        .toFile(shop.at('any', 'dot.png'))
        .then(() => shop.at('any', 'dot.png')),
      await picture(300, 20)
        .webp()
        .toFile(shop.at('any', 'wide.webp'))
        .then(() => shop.at('any', 'wide.webp')),
      await picture(40, 700)
        .greyscale()
        .tiff()
        .toFile(shop.at('any', 'tall.tif'))
        .then(() => shop.at('any', 'tall.tif')),
    ];
    const rows = JSON.parse((await predict('--json', ...files)).stdout);
    assert.deepEqual(
      rows.map(({ status }: { status: string }) => status),
      ['too-small', 'ok', 'ok'],
    );
  });

  test('appends the paths of a list, one per line, to the named ones', async () => {
    const list = shop.at('list.txt');
    await writeFile(list, `${missing}\n${sad}\n`);
    const { code, stdout, stderr } = await predict('--json', '--list', list, happy);
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(
      JSON.parse(stdout).map(({ file }: { file: string }) => file),
      [happy, missing, sad],
    );
    assert.equal(stdout, `${JSON.stringify(JSON.parse(stdout), undefined, 2)}\n`);
    assert.equal((await predict('--json', happy, missing, sad)).stdout, stdout);
  });

  test('reports wrong usage without an image, and uses a pack without a run', async () => {
    const noImage = await predict();
    assert.deepEqual([noImage.code, noImage.stdout], [2, '']);
    assert.match(noImage.stderr, /^Error Cannot predict: no image was given\n/);
    const noRun = await mpafer(['predict', happy, '--faces', 'crop']);
    assert.equal(noRun.code, 0, noRun.stderr);
    assert.match(noRun.stdout, /happy\S*\.png {2}(unsure, perhaps )?\w+ \d+ %, then \w+ \d+ %/);
  });

  test('finds the images of a folder', async () => {
    const { code, stdout } = await predict(shop.at('drawings', 'test', 'happy'));
    assert.equal(code, 0);
    assert.ok(stdout.trim().split('\n').length > 1);
  });
});

suite('mpafer predict --out and --annotate', { concurrency: 2 }, () => {
  test('writes a file instead of printing rows, and says what is in it', async () => {
    const out = shop.at('rows.csv');
    const { code, stdout, stderr } = await predict(happy, missing, sad, '--out', out);
    assert.deepEqual([code, stdout], [0, '']);
    assert.match(stderr, /^Wrote \S+rows\.csv: 2 faces in 3 pictures; 1 could not be read\n$/);
    const [header, ...rows] = (await readFile(out, 'utf8')).trimEnd().split('\r\n');
    assert.match(header!, /^file,status,mode,face,.*,p_happiness,p_sadness,p_anger,code,reason$/);
    assert.deepEqual(
      rows.map((row) => row.split(',').slice(1, 4)),
      [
        ['ok', 'crop', '1'],
        ['unreadable', 'crop', ''],
        ['ok', 'crop', '1'],
      ],
    );
    const refused = await predict(happy, '--out', shop.at('rows.txt'));
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /expected \.jsonl, \.csv or \.parquet/);
  });

  test('draws faces into copies without metadata, which are never read as input', async () => {
    const [photos, drawn] = [shop.at('photos'), shop.at('photos', 'drawn')];
    await mkdir(photos);
    const original = await sharp(happy)
      .resize(300, 240, { fit: 'fill' })
      .withExif({ IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .jpeg()
      .toBuffer();
    await writeFile(shop.at('photos', 'a.jpg'), original);
    const first = await predict(photos, '--annotate', drawn);
    assert.equal(first.code, 0, first.stderr);
    const second = await predict(photos, '--annotate', drawn);
    assert.equal(second.stdout, first.stdout);
    const copies = (await readdir(drawn, { recursive: true })).filter((name) => name.endsWith('.jpg'));
    assert.equal(copies.length, 1);
    const { width, height, exif, xmp, icc } = await sharp(`${drawn}/${copies[0]}`).metadata();
    assert.deepEqual([width, height, exif, xmp, icc], [300, 240, undefined, undefined, undefined]);
    assert.deepEqual(await readFile(shop.at('photos', 'a.jpg')), original);
    const refused = await predict(happy, '--annotate', photos);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /it has other files; expected a new or empty folder/);
  });

  test('reads one image or a list of paths from standard input', async () => {
    const named = JSON.parse((await predict('--json', happy)).stdout);
    const [row] = JSON.parse((await predictFrom(await readFile(happy))).stdout);
    assert.deepEqual(row, { ...named[0], file: 'standard input' });
    assert.deepEqual(JSON.parse((await predictFrom(`${happy}\n`)).stdout), named);
  });
});

suite('mpafer predict in whole photos', { concurrency: 2 }, () => {
  const portrait = 'assets/portraits/astronaut.png';

  test('finds every face of a photo, with its place, and says where there is none', async () => {
    const pair = shop.at('pair.jpg');
    const half = sharp(portrait).resize(300);
    const images = [await half.clone().png().toBuffer(), await half.clone().flop().png().toBuffer()];
    const white = { width: 620, height: 300, channels: 3, background: '#ffffff' } as const;
    await sharp({ create: white })
      .composite(images.map((input, index) => ({ input, left: 320 * index, top: 0 })))
      .jpeg()
      .toFile(pair);
    const meadow = shop.at('meadow.jpg');
    await sharp({ create: { ...white, background: '#44aa66' } })
      .jpeg()
      .toFile(meadow);
    const { code, stdout } = await mpafer(['predict', pair, meadow, '--json']);
    assert.equal(code, 0);
    const [two, none] = JSON.parse(stdout);
    assert.deepEqual([two.status, two.mode, two.faces.length], ['ok', 'find', 2]);
    for (const { box, score, eyes, expression, landmarks } of two.faces) {
      assert.ok(box.width > 40 && box.width < 80 && score > 0.5 && eyes.left.x < eyes.right.x);
      assert.deepEqual([expression, landmarks], ['happiness', undefined]);
    }
    assert.deepEqual([none.status, none.faces], ['no-face', []]);
    const few = JSON.parse((await mpafer(['predict', pair, '--json', '--max-faces', '1'])).stdout);
    assert.equal(few[0].faces.length, 1);
  });

  test('tells of crops that were searched for faces, and refuses a search in crops', async () => {
    const { code, stdout, stderr } = await mpafer(['predict', happy]);
    assert.equal(code, 0);
    assert.match(stdout, /no-face/);
    assert.match(stderr, /if it is a crop of one, say that faces are crops/);
    const refused = await predict(happy, '--min-face', '20');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /minFace/);
  });
});
