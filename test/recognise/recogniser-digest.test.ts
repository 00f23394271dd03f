// The digest of what recognises: the same through files and calibration, another for other texts, prompts or heads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/recognise/checkpoint.ts';
import { recogniserDigest } from '../../src/recognise/recogniser-digest.ts';
import { tinyCheckpoint } from '../export/tiny-recogniser.ts';

const checkpoint = tinyCheckpoint();
const digest = await recogniserDigest(checkpoint);

test('a file keeps it, and so does another temperature', async () => {
  assert.equal(await recogniserDigest(readCheckpoint(writeCheckpoint(checkpoint), 'the copy')), digest);
  assert.equal(await recogniserDigest({ ...checkpoint, temperature: 2 }), digest);
});

test('other texts, prompts, classes or heads change it', async () => {
  const changed = float32(checkpoint.text.data.with(0, 9), checkpoint.text.shape);
  const others = [
    { ...checkpoint, text: changed },
    { ...checkpoint, visual: undefined },
    { ...checkpoint, classes: checkpoint.classes.toReversed() },
    tinyCheckpoint({ localWeight: 0.7 }),
  ];
  const digests = await Promise.all(others.map(recogniserDigest));
  assert.equal(new Set([digest, ...digests]).size, 5);
});
