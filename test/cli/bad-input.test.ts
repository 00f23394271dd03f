import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { mpafer } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const empty = shop.at('empty');
let runs = 0;

/** `mpafer train` ends with this code and message: no stack, nothing on standard output, and no trace of a run. */
async function refuses(code: number, message: RegExp, ...extra: string[]): Promise<void> {
  const name = `refused-${runs++}`;
  const ended = await shop.train(name, extra);
  assert.match(ended.stderr, message);
  assert.doesNotMatch(ended.stderr, /^ {4}at |bug in mpafer/m);
  assert.deepEqual([ended.code, ended.stdout], [code, '']);
  assert.ok(!existsSync(shop.at('runs', name)) || isDeepStrictEqual(await contentOf(shop.at('runs', name)), {}));
}

/** A copy of the drawings, to be damaged. */
async function drawings(name: string): Promise<string> {
  await cp(shop.at('drawings'), shop.at(name), { recursive: true });
  return shop.at(name);
}

/** A copy of the CLIP, to be damaged. */
async function model(name: string): Promise<string> {
  await cp(shop.clip, shop.at(name), { recursive: true });
  return shop.at(name);
}

async function file(name: string, content: string): Promise<string> {
  await writeFile(shop.at(name), content);
  return shop.at(name);
}

before(() => mkdir(empty));

suite('settings that cannot be used', { concurrency: 2 }, () => {
  test('an unknown key, with the nearest known one', () =>
    refuses(
      1,
      /Error Unknown setting "epoch"; did you mean "epochs"\?\n {2}\[configuration\] mpafer errors configuration\n$/,
      'epoch=3',
    ));

  test('a value of the wrong type', () =>
    refuses(1, /Cannot use the settings: "epochs" is "ten"; expected a number\n/, 'epochs=ten'));

  test('a value out of range', () =>
    refuses(
      1,
      /"promptAlignment" is "kl"; expected "contrastive" or "l1" or "cosine" or "none"\n/,
      'promptAlignment=kl',
    ));

  test('a word that is not a setting', () =>
    refuses(2, /Cannot use setting "epochs": expected key=value\n[^\n]*\[usage\]/, 'epochs'));

  test('a settings file that is missing, is not JSON, or holds a list', async () => {
    await refuses(1, /Cannot read "[^"]+gone\.json": there is no such file\n/, '--config', shop.at('gone.json'));
    const broken = await file('broken.json', '{"epochs": 3,}');
    await refuses(1, /Cannot read "[^"]+broken\.json": it is not JSON \([^\n]+\)\n/, '--config', broken);
    const list = await file('list.json', '["epochs=3"]');
    await refuses(
      1,
      /Cannot use "[^"]+list\.json" with the settings: it is \["epochs=3"\]; expected an object/,
      '--config',
      list,
    );
  });

  test('a thread count that is not a number', () =>
    refuses(2, /Cannot use --threads two; expected a whole number from 1 to 1024\n/, '--threads', 'two'));

  test('more context than the text tower has positions, naming the class', () =>
    refuses(
      1,
      /Cannot use the soft prompt of class "happiness": it has 94 tokens; expected at most 77\n[^\n]*\[text-too-long\]/,
      'contextTokens=90',
    ));
});

suite('data that cannot be used', { concurrency: 2 }, () => {
  test('no data set, and an unknown kind', async () => {
    const { code, stderr } = await mpafer(['train', '--out', shop.at('runs', 'no-data')]);
    assert.equal(code, 2);
    assert.match(stderr, /Cannot train: no data set was given\n {2}Name one, for example folder:PATH/);
    await refuses(
      2,
      /there is no kind "fodler"; expected one of [^\n]*folder: [^\n]*\n {2}Did you mean folder:\?/,
      '--data',
      'fodler:x',
    );
  });

  test('a folder that is missing, and one without class folders', async () => {
    await refuses(1, /Cannot list "[^"]+nowhere": there is no such folder\n/, '--data', `folder:${shop.at('nowhere')}`);
    await refuses(
      1,
      /Cannot open "[^"]+empty" as folder: found no class folders\n {2}Put the images into one folder per class/,
      '--data',
      `folder:${empty}`,
    );
  });

  test('a class without images', async () => {
    const folder = await drawings('empty class');
    await rm(`${folder}/train/sad`, { recursive: true });
    await mkdir(`${folder}/train/sad`);
    await refuses(
      1,
      /class folder "train\/sad" has no images\n {2}Add images to the class, or remove its folder/,
      '--data',
      `folder:${folder}`,
    );
  });

  test('a class whose images are all in other splits', async () => {
    const folder = shop.at('one each');
    for (const name of ['happy', 'sad']) {
      await mkdir(`${folder}/${name}`, { recursive: true });
      await copyFile(shop.at('drawings', 'train', name, '0.png'), `${folder}/${name}/0.png`);
    }
    const spec = `folder:${folder}?valid=0.45&test=0.45`;
    await refuses(
      1,
      /Cannot train on folder: the training split has no image of [^\n]+\n {2}Counts are happiness \d, sadness \d/,
      '--data',
      spec,
    );
  });

  test('a truncated training image, named in the message', async () => {
    const folder = await drawings('damaged');
    await truncate(`${folder}/train/anger/5.png`, 200);
    await refuses(
      1,
      /Cannot decode "[^"]+train\/anger\/5\.png": it is damaged or cut short[^\n]*\n[^\n]*\[image\]/,
      '--data',
      `folder:${folder}`,
    );
  });
});

suite('descriptions that cannot be used', { concurrency: 2 }, () => {
  const own = async () => {
    const folder = shop.at('own');
    for (const [from, to] of [
      ['happy', 'wink'],
      ['sad', 'pout'],
    ])
      await cp(shop.at('drawings', 'train', from!), `${folder}/${to}`, { recursive: true });
    return `folder:${folder}`;
  };

  test('none for a custom class, with what to do', async () => {
    const message =
      /Cannot describe class "pout": the descriptions have none for it\n {2}Described are neutral, [^\n]+ hardPrompt to 2[^\n]*\n {2}--descriptions FILE takes a JSON [^\n]+\n/;
    await refuses(1, message, '--data', await own());
  });

  test('a file that is missing, is not JSON, or has another structure', async () => {
    await refuses(1, /Cannot read "[^"]+gone\.json": there is no such file\n/, '--descriptions', shop.at('gone.json'));
    await refuses(1, /it is not JSON/, '--descriptions', await file('words.txt', 'anger: red'));
    const form = await file('form.json', '{"anger": {"text": "red"}}');
    await refuses(
      1,
      /Cannot use "[^"]+form\.json": "anger" is \{"text":"red"\}; expected a description or a list of descriptions/,
      '--descriptions',
      form,
    );
    await refuses(
      1,
      /"anger" is \[\]; expected a description/,
      '--descriptions',
      await file('none.json', '{"anger": []}'),
    );
  });

  test('one that is longer than the text tower, named with its class: nothing is truncated', async () => {
    const long = await file('long.json', JSON.stringify({ anger: 'eyebrows lowered and '.repeat(40) }));
    const message =
      /Cannot use the hard prompt of "anger": it has \d+ tokens, the model takes 77: "a photo[^\n]+\n {2}Shorten the description: text is never truncated/;
    await refuses(1, message, '--descriptions', long);
  });
});

suite('models that cannot be used', { concurrency: 2 }, () => {
  test('one that is missing, with what is accepted', () =>
    refuses(
      1,
      /Cannot find CLIP "[^"]+nowhere": there is no such folder or file[^\n]*\n {2}Name a folder with config\.json[^\n]*\n {2}`mpafer models list` /,
      '--clip',
      shop.at('nowhere'),
    ));

  test('truncated weights', async () => {
    const folder = await model('short');
    await truncate(`${folder}/model.safetensors`, 5000);
    await refuses(1, /Cannot read "[^"]+model\.safetensors": [^\n]+\n[^\n]*\[safetensors\]/, '--clip', folder);
  });

  test('no tokenizer, and a damaged one', async () => {
    const none = await model('mute');
    await rm(`${none}/tokenizer.json`);
    await refuses(
      1,
      /Cannot tokenise text: "[^"]+mute" has no tokenizer\.json, nor vocab\.json with merges\.txt\n {2}Put/,
      '--clip',
      none,
    );
    const broken = await model('babel');
    await writeFile(`${broken}/tokenizer.json`, '{"model":');
    await refuses(1, /tokenizer\.json/, '--clip', broken);
  });

  test('a configuration that is missing or does not fit the weights', async () => {
    const none = await model('unknown');
    await rm(`${none}/config.json`);
    await refuses(1, /Cannot load "[^"]+unknown": it has no config\.json/, '--clip', none);
    const other = await model('swollen');
    await writeFile(`${other}/config.json`, '{"model_type":"clip","projection_dim":640}');
    await refuses(1, /\[(model|safetensors|tokenizer)\]/, '--clip', other);
  });
});

test('a CUDA provider that is not installed is refused before anything is said of computing on it', async () => {
  const { code, stderr } = await mpafer(['predict', '--device', 'cuda', 'assets/portraits/astronaut-face.png']);
  // Where it is installed, this is a GPU's business.
  assert.ok(code === 0 || code === 1);
  assert.doesNotMatch(stderr, /Computing on[\s\S]*not installed/);
});
