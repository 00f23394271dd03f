import assert from 'node:assert/strict';
import test from 'node:test';
import { random } from '../../src/core/random.ts';
import { evaluate } from '../../src/metrics/evaluation.ts';
import { fewestToRank, groupTable } from '../../src/metrics/group-scores.ts';
import type { Predictions } from '../../src/metrics/predictions.ts';
import { facesOf } from '../../src/metrics/predictions.ts';
import { simulatedFaces } from './simulated-faces.ts';

const faces = simulatedFaces({ n: 120, random: random(4) });

/** Faces of two classes, right or wrong as told. */
const told = (right: readonly boolean[]): Predictions => ({
  classes: ['a', 'b'],
  labels: right.map((_, face) => face % 2),
  probabilities: Float64Array.from(
    right.flatMap((isRight, face) => ((face % 2 === 0) === isRight ? [0.9, 0.1] : [0.1, 0.9])),
  ),
});

test('scores each group on its own, in the order of names', () => {
  const membership = faces.labels.map((_, face) => (face % 3 === 0 ? 'old' : face % 3 === 1 ? 'middle' : 'young'));
  const { groups, withoutGroup } = groupTable('age', faces, membership, random(1));
  assert.deepEqual(
    groups.map(({ name, n }) => [name, n]),
    [
      ['middle', 40],
      ['old', 40],
      ['young', 40],
    ],
  );
  assert.equal(withoutGroup, 0);
  for (const { name, war, uar, classes, interval } of groups) {
    const own = evaluate(
      facesOf(
        faces,
        membership.flatMap((group, face) => (group === name ? [face] : [])),
      ),
    );
    assert.deepEqual([war, uar, classes], [own.war, own.uar, own.perClass.filter(({ n }) => n > 0).length]);
    assert.ok(interval.war[0] <= war && war <= interval.war[1]);
  }
});

test('reports the worst and the best group, and their gap', () => {
  const right = Array.from({ length: 60 }, (_, face) => face < 20 || (face < 40 && face % 4 < 2));
  const membership = right.map((_, face) => ['x', 'y', 'z'][Math.floor(face / 20)]!);
  const { war, uar } = groupTable('place', told(right), membership, random(1));
  assert.deepEqual([war!.worst, war!.best, war!.gap], ['z', 'x', 1]);
  assert.deepEqual([uar!.worst, uar!.best, uar!.gap], ['z', 'x', 1]);
  assert.ok(war!.interval[0] > 0.7 && war!.interval[0] < 0.8, `20 faces of each do not settle it: ${war!.interval}`);
});

test('does not rank small groups, or a group against itself', () => {
  const right = Array.from({ length: 30 + fewestToRank - 1 }, (_, face) => face < 30);
  const membership = right.map((_, face) => (face < 30 ? 'many' : 'few'));
  const { groups, war, uar } = groupTable('size', told(right), membership, random(1));
  assert.equal(groups.find(({ name }) => name === 'few')!.war, 0);
  assert.deepEqual([war, uar], [undefined, undefined]);
});

test('counts and skips faces without a group', () => {
  const membership = faces.labels.map((_, face) => (face < 30 ? 'told' : undefined));
  const { groups, withoutGroup } = groupTable('age', faces, membership, random(1));
  assert.deepEqual([groups.length, groups[0]!.n, withoutGroup], [1, 30, 90]);
});

test('the interval of a gap covers the true gap of two groups in 93 to 97 of 100 studies', () => {
  const root = random(8);
  const [studies, n] = [300, 80];
  const membership = Array.from({ length: 2 * n }, (_, face) => (face < n ? 'hard' : 'easy'));
  let covered = 0;
  for (let study = 0; study < studies; study++) {
    const draws = root.split('faces', study);
    const right = membership.map((group) => draws.uniform() < (group === 'hard' ? 0.5 : 0.85));
    const { war } = groupTable('light', told(right), membership, root.split('draw', study), 250);
    if (war!.worst === 'hard' && war!.interval[0] <= 0.35 && 0.35 <= war!.interval[1]) covered += 1;
  }
  assert.ok(covered / studies >= 0.92 && covered / studies <= 0.98, `covered ${covered} of ${studies}`);
});

test('resamples whole people if they are known', () => {
  const right = Array.from({ length: 160 }, (_, face) => (face < 80 ? Math.floor(face / 8) % 2 === 0 : face % 8 !== 0));
  const membership = right.map((_, face) => (face < 80 ? 'by person' : 'by face'));
  const people = right.map((_, face) => `person ${Math.floor(face / 8)}`);
  const width = (groups?: readonly string[]) => {
    const table = groupTable('kind', { ...told(right), ...(groups && { groups }) }, membership, random(1));
    const [low, high] = table.war!.interval;
    return high - low;
  };
  assert.ok(width(people) > 1.5 * width());
});
