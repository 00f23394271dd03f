import assert from 'node:assert/strict';
import test from 'node:test';
import { random } from '../../src/core/random.ts';
import { compareModels } from '../../src/metrics/model-comparison.ts';
import { isClose, reference } from './reference.ts';

const { paired } = reference;
const classes = ['a', 'b', 'c', 'd'];

test('matches SciPy’s paired bootstrap', () => {
  const found = compareModels({ ...paired, classes }, random(1), 8000);
  for (const score of ['war', 'uar'] as const) {
    const { difference, interval, first, second } = found[score];
    assert.ok(isClose(difference, paired[score].difference, 1e-12), score);
    assert.ok(isClose(second - first, difference, 1e-12));
    // Two draws of some 9,000 resamples agree on a percentile to about a twentieth of a deviation.
    const slack = 1 / 240 + 0.1 * paired[score].deviation;
    interval.forEach((end, index) => {
      assert.ok(Math.abs(end - paired[score].interval[index]!) <= slack, `${score} ${end}`);
    });
  }
});

test('sorts every face into right by both, by one, by none', () => {
  const found = compareModels(
    { classes, labels: [0, 0, 1, 1, 2], first: [0, 0, 1, 0, 3], second: [0, 1, 1, 1, 0] },
    random(1),
    50,
  );
  assert.deepEqual([found.n, found.bothRight, found.bothWrong], [5, 2, 1]);
  assert.deepEqual([found.mcnemar.onlyFirst, found.mcnemar.onlySecond, found.mcnemar.p], [1, 1, 1]);
  assert.deepEqual(found.disagreements, [1, 3, 4], 'both may be wrong and still disagree');
  assert.deepEqual([found.war.first, found.war.second, found.war.difference], [0.6, 0.6, 0]);
});

test('reports the recall of each class, and both predictions', () => {
  const labels = [0, 0, 0, 0, 1, 1];
  const faces = { classes: ['a', 'b', 'absent'], labels, first: [0, 0, 1, 1, 1, 0], second: [0, 0, 0, 0, 2, 1] };
  const { perClass, answers } = compareModels(faces, random(1), 500);
  assert.deepEqual(
    perClass.map(({ name, n, first, second, difference }) => [name, n, first, second, difference]),
    [
      ['a', 4, 0.5, 1, 0.5],
      ['b', 2, 0.5, 0.5, 0],
      ['absent', 0, Number.NaN, Number.NaN, Number.NaN],
    ],
  );
  const [low, high] = perClass[0]!.interval;
  assert.ok(low <= 0.25 && high >= 0.75, `${low} to ${high}`);
  assert.deepEqual(answers, [
    [2, 1, 0],
    [2, 0, 1],
    [0, 0, 0],
  ]);
});

test('is antisymmetric in the two models', () => {
  const one = compareModels({ ...paired, classes }, random(1), 300);
  const other = compareModels({ ...paired, first: paired.second, second: paired.first, classes }, random(1), 300);
  assert.equal(other.mcnemar.p, one.mcnemar.p);
  assert.ok(isClose(other.war.interval[0], -one.war.interval[1]) && isClose(other.uar.difference, -one.uar.difference));
});

test('a model does not differ from itself, within what the number of faces can show', () => {
  const { mcnemar, war, uar, disagreements } = compareModels(
    { ...paired, second: paired.first, classes },
    random(1),
    100,
  );
  assert.deepEqual([mcnemar.p, war.difference, uar.difference, disagreements], [1, 0, 0, []]);
  assert.ok(isClose(war.interval[1], 1 - 0.025 ** (1 / paired.labels.length)) && war.interval[0] === -war.interval[1]);
});

test('is more precise than two separate intervals', () => {
  // The second model mends a tenth of the faces and breaks none: their own intervals overlap, the paired one is clear of 0.
  const labels = Array.from({ length: 200 }, (_, face) => face % 4);
  const first = labels.map((label, face) => (face % 5 < 3 ? label : (label + 1) % 4));
  const second = labels.map((label, face) => (face % 5 < 3 || face % 10 === 4 ? label : (label + 1) % 4));
  const { war, mcnemar } = compareModels({ classes, labels, first, second }, random(1), 1000);
  assert.ok(isClose(war.difference, 0.1) && war.interval[0] > 0.05 && war.interval[1] < 0.15);
  assert.ok(mcnemar.p < 1e-5);
});

test('covers the true difference in 93 to 97 of 100 studies', () => {
  const root = random(31);
  const [studies, n] = [800, 200];
  let covered = 0;
  for (let study = 0; study < studies; study++) {
    const draws = root.split('faces', study);
    const [labels, first, second] = [new Array<number>(n).fill(0), [] as number[], [] as number[]];
    for (let face = 0; face < n; face++) {
      const hardness = draws.uniform();
      first.push(hardness < 0.7 ? 0 : 1);
      // Right on 0.7 * 0.9 + 0.3 * 0.5 = 0.78 of the faces.
      second.push(draws.uniform() < (hardness < 0.7 ? 0.9 : 0.5) ? 0 : 1);
    }
    const { war } = compareModels({ classes, labels, first, second }, root.split('draw', study), 250);
    if (war.interval[0] <= 0.08 && 0.08 <= war.interval[1]) covered += 1;
  }
  assert.ok(covered / studies >= 0.93 && covered / studies <= 0.97, `covered ${covered} of ${studies}`);
});

test('resamples people if they are known', () => {
  const labels = new Array<number>(120).fill(0);
  const first = labels.map((_, face) => (Math.floor(face / 12) % 2 === 0 ? 0 : 1));
  const second = labels;
  const groups = labels.map((_, face) => `person ${Math.floor(face / 12)}`);
  const width = (given: { groups?: readonly string[] }) => {
    const [low, high] = compareModels({ classes, labels, first, second, ...given }, random(1), 400).war.interval;
    return high - low;
  };
  assert.ok(width({ groups }) > 2 * width({}));
});

test('refuses predictions of other faces', () => {
  assert.throws(() => compareModels({ classes, labels: [0, 1], first: [0], second: [0, 1] }, random(1)), {
    code: 'shape',
  });
});
