import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Random, random } from '../../src/core/random.ts';
import { answering } from '../../src/metrics/abstention-rule.ts';
import { betaQuantile, incompleteBeta } from '../../src/metrics/beta-quantile.ts';
import { clopperPearson, exactProportion } from '../../src/metrics/exact-proportion.ts';
import { groupTable } from '../../src/metrics/group-scores.ts';
import { compareModels } from '../../src/metrics/model-comparison.ts';
import { moverInterval } from '../../src/metrics/mover.ts';
import type { Predictions } from '../../src/metrics/predictions.ts';
import { scoreIntervals } from '../../src/metrics/score-intervals.ts';
import { setScores } from '../../src/metrics/set-scores.ts';
import { isClose } from './reference.ts';

/** Faces of the given classes, right or wrong as given: wrong is the next class. */
const facesOf = (labels: readonly number[], right: ArrayLike<number>, groups?: readonly string[]): Predictions => {
  const width = Math.max(2, ...labels.map((label) => label + 1));
  const probabilities = new Float64Array(labels.length * width);
  labels.forEach((label, face) => {
    probabilities[face * width + (right[face] === 1 ? label : (label + 1) % width)] = 1;
  });
  const classes = Array.from({ length: width }, (_, index) => `class ${index}`);
  return { classes, labels, probabilities, ...(groups && { groups }) };
};
const ones = (n: number) => new Array<number>(n).fill(1);
const zeros = (n: number) => new Array<number>(n).fill(0);
const close = (found: readonly number[], wanted: readonly number[]) =>
  found.forEach((value, index) => {
    assert.ok(Math.abs(value - wanted[index]!) < 1e-9, `${found} against ${wanted}`);
  });

suite('exact intervals', () => {
  test('the incomplete beta function has SciPy’s values', () => {
    for (const [a, b, x, wanted] of [
      [0.5, 0.5, 0.2, 0.2951672353008665],
      [2, 3, 0.5, 0.6875],
      [150, 3, 0.97, 0.16272424951841621],
      [1000, 2000, 0.34, 0.7812150911606441],
      [0.7, 80.2, 0.001, 0.18193536076102582],
    ] as const) {
      assert.ok(isClose(incompleteBeta(a, b, x), wanted, 1e-10), `I_${x}(${a}, ${b})`);
      assert.ok(isClose(betaQuantile(wanted, a, b), x, 1e-9), `quantile of ${a}, ${b}`);
    }
  });

  test('Clopper-Pearson intervals are SciPy’s', () => {
    for (const [hits, n, low, high] of [
      [10, 10, 0.6915028921812371, 1],
      [0, 10, 0, 0.30849710781876294],
      [49, 50, 0.893530454288499, 0.9994937720168847],
      [3, 20, 0.03207093718554477, 0.37892682654529564],
      [7, 2000, 0.0014083038325025188, 0.007197961714756038],
    ] as const) {
      close(clopperPearson(hits, n), [low, high]);
    }
  });

  test('Korn-Graubard intervals are Clopper-Pearson over the effective number of faces', () => {
    // Twelve people of five faces; one person has two wrong, another one. Computed with NumPy and SciPy.
    const values = ones(60);
    for (const face of [0, 1, 7]) values[face] = 0;
    const groups = values.map((_, face) => `person ${Math.floor(face / 5)}`);
    const { interval, method } = exactProportion({ values, groups });
    close(interval, [0.8046305406579122, 0.9962572126155816]);
    assert.equal(method, 'korn-graubard');
  });

  test('independent estimates add up as Newcombe’s hybrid interval', () => {
    const [low, high] = moverInterval([
      { weight: 1, estimate: 0.9, interval: [0.8, 0.94] },
      { weight: -1, estimate: 0.5, interval: [0.37, 0.6] },
    ]);
    close([low, high], [0.4 - Math.hypot(0.1, 0.1), 0.4 + Math.hypot(0.04, 0.13)]);
  });
});

suite('degenerate scores', () => {
  test('all of ten right is not certainty: the interval is exact and named', () => {
    const found = scoreIntervals(facesOf(zeros(10), ones(10)), random(1));
    close(found.war, [0.025 ** 0.1, 1]);
    close(found.uar, [0.025 ** 0.1, 1]);
    assert.deepEqual(found.method, { war: 'clopper-pearson', uar: 'mover' });
  });

  test('none of ten right is not hopeless', () => {
    close(scoreIntervals(facesOf(zeros(10), zeros(10)), random(1)).war, [0, 1 - 0.025 ** 0.1]);
  });

  test('UAR of two classes that are all right is as uncertain as their few faces', () => {
    const { uar, war } = scoreIntervals(facesOf([...zeros(40), 1, 1, 1], ones(43)), random(1));
    const [many, few] = [1 - 0.025 ** (1 / 40), 1 - 0.025 ** (1 / 3)];
    close(uar, [1 - Math.hypot(many, few) / 2, 1]);
    assert.ok(uar[0] < war[0] - 0.2);
  });

  test('UAR of a class that is all right and one that is all wrong has an interval too', () => {
    const found = scoreIntervals(facesOf([...zeros(20), ...ones(20)], [...ones(20), ...zeros(20)]), random(1));
    const end = 1 - 0.025 ** (1 / 20);
    close(found.uar, [0.5 - end / 2, 0.5 + end / 2]);
    assert.deepEqual(found.method, { uar: 'mover' });
  });

  test('people, not faces, are counted where all faces are right', () => {
    const groups = zeros(100).map((_, face) => `person ${face % 5}`);
    const { war, method } = scoreIntervals(facesOf(zeros(100), ones(100), groups), random(1));
    close(war, [0.025 ** (1 / 5), 1]);
    assert.equal(method!.war, 'korn-graubard');
  });

  test('a single person has no interval, even if all faces are right', () => {
    const found = scoreIntervals(facesOf(zeros(8), ones(8), new Array<string>(8).fill('she')), random(1));
    assert.deepEqual(found, { war: [Number.NaN, Number.NaN], uar: [Number.NaN, Number.NaN] });
  });

  test('there is no interval without faces', () => {
    const found = scoreIntervals(facesOf([], []), random(1));
    assert.deepEqual(found, { war: [Number.NaN, Number.NaN], uar: [Number.NaN, Number.NaN] });
  });

  test('ordinary scores keep their bootstrap interval, and no method', () => {
    const right = zeros(200).map((_, face) => (face % 4 === 0 ? 0 : 1));
    const labels = right.map((_, face) => face % 3);
    assert.deepEqual(Object.keys(scoreIntervals(facesOf(labels, right), random(1))), ['war', 'uar']);
  });

  test('abstention: answers that are all right, and all faces answered, have exact intervals', () => {
    const found = answering(facesOf(zeros(12), ones(12)), 0.5, random(1));
    close(found.accuracyInterval, [0.025 ** (1 / 12), 1]);
    close(found.coverageInterval, [0.025 ** (1 / 12), 1]);
    assert.deepEqual([found.accuracyMethod, found.coverageMethod], ['clopper-pearson', 'clopper-pearson']);
  });

  test('abstention: accuracy counts the answered faces only', () => {
    const probabilities = Float64Array.from(zeros(30).flatMap((_, face) => (face < 15 ? [0.9, 0.1] : [0.6, 0.4])));
    const found = answering({ classes: ['a', 'b'], labels: zeros(30), probabilities }, 0.8, random(1));
    close(found.accuracyInterval, [0.025 ** (1 / 15), 1]);
    assert.equal(found.coverageMethod, undefined);
  });

  test('prediction sets that hold every truth promise no certainty', () => {
    const faces = facesOf(zeros(9), ones(9));
    const { interval, method } = setScores(faces, new Uint8Array(18).fill(1), random(1));
    close(interval, [0.025 ** (1 / 9), 1]);
    assert.equal(method, 'clopper-pearson');
  });

  test('the gap of groups that are all right and all wrong is uncertain on both sides', () => {
    const membership = zeros(20).map((_, face) => (face < 10 ? 'x' : 'y'));
    const { war } = groupTable('place', facesOf(zeros(20), [...ones(10), ...zeros(10)]), membership, random(1));
    close(war!.interval, [1 - Math.hypot(1 - 0.025 ** 0.1, 1 - 0.025 ** 0.1), 1]);
    assert.equal(war!.method, 'mover');
  });

  test('models that are right on the same ten faces may still differ', () => {
    const faces = { classes: ['a', 'b'], labels: zeros(10), first: zeros(10), second: zeros(10) };
    const { war } = compareModels(faces, random(1));
    const bound = 1 - 0.025 ** 0.1;
    assert.equal(war.difference, 0);
    close(war.interval, [-bound, bound]);
    assert.equal(war.method, 'mover');
  });

  test('a model that mends all of ten faces may not mend all others', () => {
    const { war } = compareModels(
      { classes: ['a', 'b'], labels: zeros(10), first: ones(10), second: zeros(10) },
      random(1),
    );
    assert.ok(war.interval[0] < 0.6 && war.interval[1] === 1, `${war.interval}`);
  });
});

/** How often the 95 % interval of WAR, or UAR, holds the truth. */
function coverage(
  studies: number,
  root: Random,
  study: (draws: Random) => { readonly faces: Predictions; readonly war: number; readonly uar: number },
) {
  let [war, uar] = [0, 0];
  for (let index = 0; index < studies; index++) {
    const drawn = study(root.split('study', index));
    const found = scoreIntervals(drawn.faces, root.split('draw', index), 200);
    if (found.war[0] <= drawn.war && drawn.war <= found.war[1]) war += 1;
    if (found.uar[0] <= drawn.uar && drawn.uar <= found.uar[1]) uar += 1;
  }
  return { war: war / studies, uar: uar / studies };
}

suite('simulated coverage of 95 % intervals', () => {
  // 500 studies settle a coverage to about one in a hundred.
  const least = 0.93;

  test('holds for few faces and accuracies near 0 and 1', () => {
    for (const n of [5, 10, 20, 50]) {
      for (const truth of [0.01, 0.05, 0.5, 0.9, 0.935, 0.95, 0.99]) {
        const { war } = coverage(500, random(17).split(n, String(truth)), (draws) => {
          const right = zeros(n).map(() => (draws.uniform() < truth ? 1 : 0));
          return { faces: facesOf(zeros(n), right), war: truth, uar: truth };
        });
        assert.ok(war >= least, `${n} faces, accuracy ${truth}: ${war}`);
      }
    }
  });

  test('holds for UAR of small classes near 1', () => {
    for (const sizes of [
      [10, 10, 10, 10],
      [30, 5, 2],
    ]) {
      for (const truth of [0.95, 0.99]) {
        const labels = sizes.flatMap((size, label) => new Array<number>(size).fill(label));
        const { uar } = coverage(1500, random(18).split(sizes.length, String(truth)), (draws) => {
          const right = labels.map(() => (draws.uniform() < truth ? 1 : 0));
          return { faces: facesOf(labels, right), war: truth, uar: truth };
        });
        assert.ok(uar >= least, `classes of ${sizes}, recall ${truth}: ${uar}`);
      }
    }
  });

  test('holds for few people whose faces are right or wrong together', () => {
    for (const people of [5, 10, 20]) {
      for (const truth of [0.9, 0.97]) {
        const groups = zeros(people * 6).map((_, face) => `person ${Math.floor(face / 6)}`);
        const { war } = coverage(300, random(19).split(people, String(truth)), (draws) => {
          const hard = zeros(people).map(() => draws.uniform() > truth);
          const right = groups.map((_, face) => (hard[Math.floor(face / 6)] ? 0 : 1));
          return { faces: facesOf(zeros(groups.length), right, groups), war: truth, uar: truth };
        });
        assert.ok(war >= least, `${people} people, accuracy ${truth}: ${war}`);
      }
    }
  });
});
