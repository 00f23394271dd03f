import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { random } from '../../src/core/random.ts';
import {
  adaptive,
  classThresholds,
  conformalThreshold,
  leastAmbiguous,
  predictionSets,
} from '../../src/metrics/conformal.ts';
import type { Predictions } from '../../src/metrics/predictions.ts';
import { conformalResult, setScores } from '../../src/metrics/set-scores.ts';
import { calibrationTemperature, softmaxRows } from '../../src/metrics/temperature.ts';
import { isClose, predictionsOf, reference } from './reference.ts';
import { simulatedFaces } from './simulated-faces.ts';

const kinds = { leastAmbiguous, adaptive };

suite('prediction sets', () => {
  for (const wanted of reference.sets) {
    const { strangeness, alpha, classes } = wanted;
    test(`are those of the NumPy reference: ${strangeness}, alpha ${alpha}`, () => {
      const validation = predictionsOf({ classes, ...wanted.validation });
      const other = predictionsOf({ classes, ...wanted.other });
      const found = conformalResult(validation, other, { alpha, strangeness: kinds[strangeness] }, random(1));
      assert.ok(isClose(found.threshold!, wanted.threshold), `${found.threshold} against ${wanted.threshold}`);
      assert.deepEqual([...predictionSets(other, found.threshold!, kinds[strangeness])], wanted.sets);
      assert.equal(found.validationFaces, validation.labels.length);
      assert.deepEqual(found.sizes, wanted.sizes);
      assert.ok(isClose(found.coverage, wanted.coverage) && isClose(found.meanSize, wanted.meanSize));
      found.perClass.forEach(({ coverage }, index) => {
        assert.ok(isClose(coverage, wanted.classCoverage[index]!), `class ${index}`);
      });
      const own = classThresholds(validation, alpha, kinds[strangeness]);
      own.forEach((threshold, index) => {
        assert.ok(isClose(threshold, wanted.classThresholds[index]!), `class ${index}: ${threshold}`);
      });
      assert.deepEqual([...predictionSets(other, own, kinds[strangeness])], wanted.classSets);
      const promised = { alpha, strangeness: kinds[strangeness], promiseFor: 'class' } as const;
      const result = conformalResult(validation, other, promised, random(1));
      assert.deepEqual([result.threshold, result.promiseFor], [undefined, 'class']);
      result.perClass.forEach(({ threshold, validationFaces }, index) => {
        assert.equal(threshold, own[index]);
        assert.equal(validationFaces, validation.labels.filter((label) => label === index).length);
      });
    });
  }

  test('miss the truth of one face in ten where that was promised, calibrated scores or not', () => {
    const root = random(77);
    const [studies, alpha] = [400, 0.1];
    for (const [name, strangeness] of Object.entries(kinds)) {
      for (const isCalibrated of [false, true]) {
        let covered = 0;
        for (let study = 0; study < studies; study++) {
          const draw = (purpose: string) => simulatedFaces({ n: 49, random: root.split(purpose, study) });
          const [validation, other] = [draw('validation'), draw('other')];
          // One temperature, fitted on the faces that the threshold is chosen on, does not spoil the promise.
          const temperature = isCalibrated ? calibrationTemperature(validation.logits, validation.labels, 5) : 1;
          const scaled = (faces: typeof validation) => ({
            ...faces,
            probabilities: softmaxRows(faces.logits, 5, temperature),
          });
          const threshold = conformalThreshold(scaled(validation), alpha, strangeness);
          const sets = predictionSets(scaled(other), threshold, strangeness);
          covered += other.labels.filter((label, face) => sets[face * 5 + label] === 1).length / 49;
        }
        // With 49 faces, the promise is met to the face: 0.9 on average, and the mean of 400 studies is known to 0.003.
        const mean = covered / studies;
        assert.ok(Math.abs(mean - 0.9) < 0.012, `${name}${isCalibrated ? ', calibrated' : ''}: ${mean}`);
      }
    }
  });

  test('keep the promise for each class where it was made for each class, and only for all where it was made for all', () => {
    const root = random(78);
    const [studies, alpha, classes] = [300, 0.1, 3];
    for (const [name, strangeness] of Object.entries(kinds)) {
      const rates = { all: new Float64Array(classes), class: new Float64Array(classes) };
      for (let study = 0; study < studies; study++) {
        // A model that leans to the frequent classes, as trained ones do.
        const draw = (purpose: string) => {
          const faces = simulatedFaces({ n: 180, classes, random: root.split(name, purpose, study) });
          const logits = faces.logits.map((logit, place) => logit - 1.5 * (place % classes));
          return { ...faces, probabilities: softmaxRows(logits, classes) };
        };
        const [validation, other] = [draw('validation'), draw('other')];
        for (const promiseFor of ['all', 'class'] as const) {
          const found = conformalResult(validation, other, { alpha, strangeness, promiseFor }, random(1), 1);
          found.perClass.forEach(({ coverage }, index) => {
            rates[promiseFor][index]! += coverage / studies;
          });
        }
      }
      // The rank of some 20 to 100 faces is rounded up: at least what was promised, and at most 1 / (n + 1) more.
      for (const [index, rate] of rates.class.entries()) {
        assert.ok(rate > 0.89 && rate < 0.945, `${name}, class ${index}: ${rate}`);
      }
      assert.ok(Math.min(...rates.all) < 0.8, `${name}, rarest class of a promise for all: ${rates.all}`);
    }
  });

  test('hold a class always whose own faces are too few to promise anything', () => {
    const faces = simulatedFaces({ n: 60, classes: 3 });
    const isKept = faces.labels.map((label, face) => label !== 2 || face === faces.labels.indexOf(2));
    const few: Predictions = {
      classes: faces.classes,
      labels: faces.labels.filter((_, face) => isKept[face]),
      probabilities: faces.probabilities.filter((_, place) => isKept[Math.floor(place / 3)]),
    };
    const thresholds = classThresholds(few, 0.1, leastAmbiguous);
    assert.deepEqual([thresholds[0]! < 1, thresholds[1]! < 1, thresholds[2]], [true, true, 1]);
    const sets = predictionSets(faces, thresholds, leastAmbiguous);
    assert.ok(faces.labels.every((_, face) => sets[3 * face + 2] === 1));
  });

  test('hold every class where the faces are too few to promise anything', () => {
    const validation = simulatedFaces({ n: 8 });
    for (const strangeness of Object.values(kinds)) {
      assert.equal(conformalThreshold(validation, 0.1, strangeness), 1);
      assert.ok(predictionSets(validation, 1, strangeness).every((isIn) => isIn === 1));
      // Nine faces are enough: the ninth smallest of nine is the largest.
      assert.ok(conformalThreshold(simulatedFaces({ n: 9 }), 0.1, strangeness) < 1);
    }
  });

  test('of the adaptive score are never empty and hold the most probable class; of the other they may be empty', () => {
    const validation = simulatedFaces({ n: 200, skill: 6 });
    const other = simulatedFaces({ n: 100, random: random(3), skill: 0 });
    const adaptiveSets = predictionSets(other, conformalThreshold(validation, 0.5, adaptive), adaptive);
    const plainSets = predictionSets(other, conformalThreshold(validation, 0.5, leastAmbiguous), leastAmbiguous);
    assert.equal(setScores(other, adaptiveSets, random(1)).sizes[0], 0);
    assert.ok(setScores(other, plainSets, random(1)).sizes[0]! > 50);
    for (let face = 0; face < 100; face++) {
      const row = [...other.probabilities.subarray(face * 5, face * 5 + 5)];
      assert.equal(adaptiveSets[face * 5 + row.indexOf(Math.max(...row))], 1);
    }
  });

  test('grow with what they promise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 80 }), fc.nat(1000), (n, seed) => {
        const validation = simulatedFaces({ n, random: random(seed) });
        const other = simulatedFaces({ n: 20, random: random(seed + 1) });
        for (const strangeness of Object.values(kinds)) {
          const size = (alpha: number) =>
            predictionSets(other, conformalThreshold(validation, alpha, strangeness), strangeness);
          const [strict, lax] = [size(0.05), size(0.3)];
          assert.ok(lax.every((isIn, index) => isIn <= strict[index]!));
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('the strangeness of a class is what is missing to 1, or what is more probable', () => {
  const row = Float64Array.of(0.5, 0.125, 0.25, 0.125);
  assert.deepEqual([...leastAmbiguous(row)], [0.5, 0.875, 0.75, 0.875]);
  assert.deepEqual([...adaptive(row)], [0, 0.75, 0.5, 0.875], 'the first of equals counts as the more probable');
  // Rows of a float32 softmax may add up to a little more than 1; every class must be reached by the threshold 1.
  assert.ok(adaptive(Float64Array.of(0.7, 0.300001, 0)).every((score) => score <= 1));
});

test('the scores of sets are counts of their faces, class by class', () => {
  const predictions: Predictions = {
    classes: ['a', 'b', 'absent'],
    labels: [0, 0, 1, 1],
    probabilities: new Float64Array(12).fill(1 / 3),
  };
  const found = setScores(predictions, Uint8Array.of(1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0), random(1));
  assert.deepEqual([found.n, found.coverage, found.meanSize, found.sizes], [4, 0.5, 1, [1, 2, 1, 0]]);
  assert.deepEqual(
    found.perClass.map(({ name, n, coverage, meanSize }) => [name, n, coverage, meanSize]),
    [
      ['a', 2, 1, 1.5],
      ['b', 2, 0, 0.5],
      ['absent', 0, Number.NaN, Number.NaN],
    ],
  );
  assert.ok(found.interval[0] <= 0.5 && found.interval[1] >= 0.5);
});

test('an alpha that promises everything or nothing is refused', () => {
  const validation = simulatedFaces({ n: 20 });
  for (const alpha of [0, 1, -0.1, Number.NaN]) {
    assert.throws(() => conformalThreshold(validation, alpha, leastAmbiguous), { code: 'usage' }, `${alpha}`);
  }
  const broken = { ...validation, probabilities: new Float64Array(100).fill(Number.NaN) };
  assert.throws(() => conformalThreshold(broken, 0.1, leastAmbiguous), { code: 'data' });
});
