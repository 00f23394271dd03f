import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openClip } from '../../src/platform/node/models/models.ts';
import { captionTokenizer } from '../../src/pretrain/captions/caption-tokenizer.ts';
import { modelCard } from '../../src/pretrain/model/model-card.ts';
import type { ModelRecord } from '../../src/pretrain/model/model-record.ts';

const folder = fileURLToPath(new URL('../../assets/face-clip/', import.meta.url));
const record: ModelRecord = JSON.parse(readFileSync(`${folder}training.json`, 'utf8'));

test('the digests of the shipped files match the record', () => {
  assert.deepEqual(Object.keys(record.files).sort(), ['config.json', 'model.safetensors', 'tokenizer.json']);
  for (const [name, digest] of Object.entries(record.files)) {
    const found = createHash('sha256')
      .update(readFileSync(`${folder}${name}`))
      .digest('hex');
    assert.equal(found, digest, name);
  }
});

test('the two towers together take at most 12 MB', () => {
  assert.ok(readFileSync(`${folder}model.safetensors`).length <= 12e6);
});

test('loads as a CLIP of the size that was trained', async () => {
  const { config, ...clip } = await openClip('face-clip');
  const tokenizer = await clip.tokenizer();
  const { size, patch, image, text, embedding } = record.configuration;
  assert.equal(config.image.size, size);
  assert.equal(config.image.patch, patch);
  assert.equal(config.image.layers, image.layers);
  assert.equal(config.text.width, text.width);
  assert.equal(config.embedding, embedding);
  assert.equal(tokenizer.vocabularySize, config.text.vocabulary);
});

test('it says how frequent each expression was in training', async () => {
  const { classShares } = await openClip('face-clip');
  assert.deepEqual(Object.keys(classShares!), record.classes);
  const total = Object.values(classShares!).reduce((sum, share) => sum + share, 0);
  assert.ok(Math.abs(total - 1) < 1e-3);
});

test('its card is the one that its record gives', () => {
  const card = readFileSync(`${folder}MODEL_CARD.md`, 'utf8');
  assert.equal(card, modelCard(record));
  for (const { both } of Object.values(record.zeroShot)) assert.ok(card.includes(`${(100 * both).toFixed(1)}%`));
});

test('the confusion counts every validation face once', () => {
  for (const { confusion } of Object.values(record.zeroShot)) {
    const total = confusion.flat().reduce((sum, count) => sum + count, 0);
    assert.equal(total, record.data.validFaces);
  }
});

test('training the vocabulary again with the same seed gives the shipped one', () => {
  const { json } = captionTokenizer(record.configuration);
  assert.deepEqual(JSON.parse(readFileSync(`${folder}tokenizer.json`, 'utf8')), JSON.parse(JSON.stringify(json)));
});
