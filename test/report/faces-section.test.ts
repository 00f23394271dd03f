// The report's faces: the default map on one scale, what it explains, and its verdict.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MapVerdict } from '../../src/evaluate/faithfulness-record.ts';
import type { FaceRecord, RunReport } from '../../src/evaluate/run-report.ts';
import { facesSection } from '../../src/report/sections/faces.ts';

const image = 'data:image/png;base64,iVBORw0KGgo=';
const face = (values: readonly number[]): FaceRecord => ({
  image,
  label: 0,
  predicted: 0,
  probabilities: [0.8, 0.2],
  explanation: {
    ...{ method: 'gate', expression: 'fear', against: 'surprise' },
    margin: { total: 0.2, global: 0.15, local: 0.05, localShare: 0.25 },
    map: { rows: 2, columns: 2, values },
  },
});
const section = (faces: readonly FaceRecord[], mapVerdict?: MapVerdict): string =>
  facesSection({
    faces,
    data: { classes: ['fear', 'surprise'] },
    ...(mapVerdict && { mapVerdict }),
  } as unknown as RunReport)!.markup;

test('says that the maps were not tested, where they were not', () => {
  assert.match(section([face([1, 0, 0, 0])]), /Whether such maps are true of this run was not measured/);
});

test('gives the verdict with its numbers, where there is one', () => {
  const text = 'the map gate failed 1 of 7 tests on 500 faces';
  assert.match(section([face([1, 0, 0, 0])], { verdict: 'failed', text }), /Tests: the map gate failed 1 of 7 tests/);
});

test('says where the margin comes from, face by face, and draws all maps on one scale', () => {
  const markup = section([face([0.4, 0, 0, 0]), face([0.1, 0, 0, -0.1])]);
  assert.match(markup, /Margin over surprise: 75\.0% from the whole face, 25\.0% from the best patches/);
  assert.equal(markup.match(/>−0\.4 against</g)?.length, 2);
});

test('a record without explanations is drawn as before', () => {
  const { explanation: _, ...plain } = face([]);
  assert.match(
    section([{ ...plain, heat: { rows: 1, columns: 2, values: [0, 1] } }]),
    /patches most similar to the text/,
  );
});
