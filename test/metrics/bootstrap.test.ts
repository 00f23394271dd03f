import assert from 'node:assert/strict';
import test from 'node:test';
import { random } from '../../src/core/random.ts';
import { bootstrapInterval, groupedBootstrapInterval, type Statistic } from '../../src/metrics/bootstrap.ts';
import { scoreIntervals } from '../../src/metrics/score-intervals.ts';
import { predictionsOf, reference } from './reference.ts';

const meanOf =
  (values: ArrayLike<number>): Statistic =>
  (faces) => {
    let sum = 0;
    for (let draw = 0; draw < faces.length; draw++) sum += values[faces[draw]!]!;
    return sum / faces.length;
  };

test('finds the percentiles that the binomial distribution has', () => {
  for (const [n, right, low, high] of reference.bootstrap) {
    const values = Float64Array.from({ length: n }, (_, face) => (face < right ? 1 : 0));
    const found = bootstrapInterval(n, meanOf(values), { random: random(1), resamples: 8000 });
    // An accuracy moves in steps of 1/n, and 8,000 draws settle a percentile to about a twentieth of a deviation.
    const slack = 1 / n + 0.1 * Math.sqrt((right / n) * (1 - right / n) * (1 / n));
    assert.ok(Math.abs(found[0] - low) <= slack, `${n}: ${found[0]} against ${low}`);
    assert.ok(Math.abs(found[1] - high) <= slack, `${n}: ${found[1]} against ${high}`);
  }
});

test('gives the same interval for the same seed and another for another', () => {
  const values = Float64Array.from({ length: 40 }, (_, face) => face % 7);
  const interval = (seed: number) => bootstrapInterval(40, meanOf(values), { random: random(seed), resamples: 200 });
  assert.deepEqual(interval(5), interval(5));
  assert.notDeepEqual(interval(5), interval(6));
});

test('covers the true value in 93 to 97 of 100 studies', () => {
  const root = random(2024);
  const [studies, n, truth] = [1200, 150, 0.7];
  let covered = 0;
  for (let study = 0; study < studies; study++) {
    const draws = root.split('faces', study);
    const values = Uint8Array.from({ length: n }, () => (draws.uniform() < truth ? 1 : 0));
    const [low, high] = bootstrapInterval(n, meanOf(values), { random: root.split('draw', study), resamples: 250 });
    if (low <= truth && truth <= high) covered += 1;
  }
  assert.ok(covered / studies >= 0.93 && covered / studies <= 0.97, `covered ${covered} of ${studies}`);
});

test('covers the true value with many similar faces per person, where resampling single faces does not', () => {
  const root = random(11);
  const [studies, people, faces, truth] = [400, 50, 8, 0.6];
  const groups = Array.from({ length: people * faces }, (_, face) => `person ${Math.floor(face / faces)}`);
  let [byPerson, byFace] = [0, 0];
  for (let study = 0; study < studies; study++) {
    const draws = root.split('people', study);
    const values = new Uint8Array(people * faces);
    // All faces of a person are right, or all wrong.
    for (let person = 0; person < people; person++) {
      values.fill(draws.uniform() < truth ? 1 : 0, person * faces, (person + 1) * faces);
    }
    const options = { random: root.split('draw', study), resamples: 200 };
    const whole = groupedBootstrapInterval(groups, meanOf(values), options);
    const single = bootstrapInterval(values.length, meanOf(values), options);
    if (whole[0] <= truth && truth <= whole[1]) byPerson += 1;
    if (single[0] <= truth && truth <= single[1]) byFace += 1;
  }
  assert.ok(byPerson / studies >= 0.92 && byPerson / studies <= 0.97, `by person ${byPerson / studies}`);
  assert.ok(byFace / studies < 0.7, `by face ${byFace / studies}`);
});

test('draws whole groups, as many as there are', () => {
  const groups = ['a', 'b', 'a', 'c', 'a'];
  const members: Record<string, number> = { a: 3, b: 1, c: 1 };
  groupedBootstrapInterval(
    groups,
    (faces) => {
      const seen = new Map<string, number>();
      for (const face of Array.from(faces)) seen.set(groups[face]!, (seen.get(groups[face]!) ?? 0) + 1);
      let drawn = 0;
      for (const [group, count] of seen) {
        assert.equal(count % members[group]!, 0, `${count} faces of ${group}`);
        drawn += count / members[group]!;
      }
      assert.equal(drawn, 3);
      return 0;
    },
    { random: random(3), resamples: 50 },
  );
});

test('gives no interval if all faces are of one person', () => {
  const found = groupedBootstrapInterval(['she', 'she', 'she'], (faces) => faces.length, { random: random(1) });
  assert.deepEqual(found, [Number.NaN, Number.NaN]);
});

test('skips resamples without a value, and gives no interval without faces', () => {
  const rarely: Statistic = (faces) => (faces[0] === 0 ? 1 : Number.NaN);
  assert.deepEqual(bootstrapInterval(2, rarely, { random: random(1), resamples: 50 }), [1, 1]);
  assert.deepEqual(bootstrapInterval(0, meanOf([]), { random: random(1) }), [Number.NaN, Number.NaN]);
  assert.deepEqual(groupedBootstrapInterval([], meanOf([]), { random: random(1) }), [Number.NaN, Number.NaN]);
});

test('is wider at a higher level', () => {
  const values = Float64Array.from({ length: 60 }, (_, face) => face);
  const width = (level: number) => {
    const [low, high] = bootstrapInterval(60, meanOf(values), { random: random(1), level });
    return high - low;
  };
  assert.ok(width(0.99) > width(0.95) && width(0.95) > width(0.8));
});

test('intervals contain WAR and UAR, and are wider for people than for faces', () => {
  const wanted = reference.cases[0]!;
  const predictions = predictionsOf(wanted);
  const { war, uar } = scoreIntervals(predictions, random(1), 500);
  assert.ok(war[0] < wanted.war && wanted.war < war[1]);
  assert.ok(uar[0] < wanted.uar && wanted.uar < uar[1]);
  assert.ok(war[1] - war[0] < 0.2);
  // Ten people, and the faces of each are all right or all wrong as far as the numbers allow.
  const ranked = wanted.labels
    .map((label, face) => ({ face, p: wanted.probabilities[face * wanted.classes + label]! }))
    .sort((a, b) => a.p - b.p);
  const groups = new Array<string>(ranked.length);
  ranked.forEach(({ face }, rank) => {
    groups[face] = `${Math.floor(rank / 24)}`;
  });
  const grouped = scoreIntervals({ ...predictions, groups }, random(1), 500);
  assert.ok(grouped.war[1] - grouped.war[0] > 2 * (war[1] - war[0]));
});
