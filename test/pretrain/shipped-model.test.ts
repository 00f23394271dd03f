import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openClip } from '../../src/platform/node/models/models.ts';
import { captionTokenizer } from '../../src/pretrain/caption-tokenizer.ts';
import type { ModelRecord } from '../../src/pretrain/model/model-record.ts';

const folder = fileURLToPath(new URL('../../assets/face-clip/', import.meta.url));
const record: ModelRecord = JSON.parse(readFileSync(`${folder}training.json`, 'utf8'));

test('the shipped files are those that the record describes', () => {
  assert.deepEqual(Object.keys(record.files).sort(), ['config.json', 'model.safetensors', 'tokenizer.json']);
  for (const [name, digest] of Object.entries(record.files)) {
    const found = createHash('sha256')
      .update(readFileSync(`${folder}${name}`))
      .digest('hex');
    assert.equal(found, digest, name);
  }
});

test('both towers together take at most 12 MB', () => {
  assert.ok(readFileSync(`${folder}model.safetensors`).length <= 12e6);
});

test('loads as a CLIP of the sizes that were trained', async () => {
  const { config, tokenizer } = await openClip('face-clip');
  const { size, patch, image, text, embedding } = record.configuration;
  assert.equal(config.image.size, size);
  assert.equal(config.image.patch, patch);
  assert.equal(config.image.layers, image.layers);
  assert.equal(config.text.width, text.width);
  assert.equal(config.embedding, embedding);
  assert.equal(tokenizer.vocabularySize, config.text.vocabulary);
});

test('its card states the accuracy of the record', () => {
  const card = readFileSync(`${folder}MODEL_CARD.md`, 'utf8');
  for (const { both } of Object.values(record.zeroShot)) assert.ok(card.includes(`${(100 * both).toFixed(1)} %`));
  for (const { phrase } of record.phrases) assert.ok(card.includes(phrase));
});

test('the confusion counts every validation face once', () => {
  for (const { confusion } of Object.values(record.zeroShot)) {
    const total = confusion.flat().reduce((sum, count) => sum + count, 0);
    assert.equal(total, record.data.validFaces);
  }
});

test('a vocabulary learnt again from the same seed is the shipped one', () => {
  const { json } = captionTokenizer(record.configuration);
  assert.deepEqual(JSON.parse(readFileSync(`${folder}tokenizer.json`, 'utf8')), JSON.parse(JSON.stringify(json)));
});
