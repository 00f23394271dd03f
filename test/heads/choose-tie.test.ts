// The tie is chosen by people that a head did not see: weak where the shots agree against the texts, strong where they are noise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { anchored, defaultTie, ties } from '../../src/heads/anchored.ts';
import { chooseByValidation, rightFaces } from '../../src/heads/choose-by-validation.ts';
import { teachHead } from '../../src/heads/choose-tie.ts';
import type { FewShotTask } from '../../src/heads/few-shot-task.ts';
import { timesTransposed, unitRows } from '../../src/heads/matrix.ts';
import { fewestPeople, peopleFolds } from '../../src/heads/people-folds.ts';
import { zeroShotHead } from '../../src/heads/zero-shot.ts';

const width = 16;
const classes = 4;

/** Faces about centres; the texts are the centres, or directions that have nothing to do with them. */
function task(
  shots: number,
  { texts, noise }: { readonly texts: 'true' | 'wrong'; readonly noise: number },
): FewShotTask {
  const stream = random(5).split(texts, noise);
  const normals = (rows: number, from: typeof stream) => Array.from({ length: rows * width }, () => from.normal());
  const centres = unitRows({ data: normals(classes, stream.split('centres')), shape: [classes, width] });
  const others = unitRows({ data: normals(classes, stream.split('others')), shape: [classes, width] });
  const labels = Array.from({ length: classes * shots }, (_, shot) => shot % classes);
  const noises = normals(labels.length, stream.split('faces', shots));
  const faces = noises.map((value, at) => {
    const label = labels[Math.floor(at / width)]!;
    return centres.data[label * width + (at % width)]! + (noise * value) / Math.sqrt(width);
  });
  return {
    texts: texts === 'true' ? centres : others,
    scale: 20,
    support: { features: unitRows({ data: faces, shape: [labels.length, width] }), labels },
  };
}

const alone = (one: FewShotTask): undefined[] => one.support.labels.map(() => undefined);

test('where texts are right and shots are noisy, the tie is strong; where texts are wrong, it is weak', () => {
  const noisy = task(8, { texts: 'true', noise: 3 });
  const wrong = task(8, { texts: 'wrong', noise: 0.5 });
  assert.equal(teachHead(noisy, alone(noisy)).tie, ties[0]);
  const weak = teachHead(wrong, alone(wrong));
  assert.ok(weak.chosen && weak.tie < 1, `tie ${weak.tie}`);
  const fresh = task(50, { texts: 'wrong', noise: 0.5 }).support;
  assert.ok(rightFaces((faces) => timesTransposed(faces, weak.vectors), fresh) > 190);
  assert.ok(rightFaces(zeroShotHead(wrong), fresh) < 160);
});

test('with one or two people a class the tie is the default; nothing is random', () => {
  for (const shots of [1, 2]) {
    const few = task(shots, { texts: 'wrong', noise: 0.5 });
    const head = teachHead(few, alone(few));
    assert.deepEqual([head.tie, head.chosen], [defaultTie, false]);
    assert.deepEqual(head.vectors, anchored(few));
    assert.deepEqual(teachHead(few, alone(few)), head);
  }
});

test('calibration is by held-out shots: a head that is wrong on them is less sure', () => {
  const [clear, noisy] = [0.3, 3].map((noise) => task(8, { texts: 'true', noise }));
  assert.ok(teachHead(noisy!, alone(noisy!)).temperature > teachHead(clear!, alone(clear!)).temperature);
  const one = {
    ...clear!,
    support: {
      ...clear!.support,
      labels: [0],
      features: unitRows({ data: new Array(width).fill(1), shape: [1, width] }),
    },
  };
  const single = teachHead(one, ['someone']);
  assert.deepEqual([single.temperature, single.heldOut], [1, undefined]);
});

test('a person is never on both sides: copies of a face do not make a weak tie look good', () => {
  const noisy = task(8, { texts: 'true', noise: 3 });
  const shots = noisy.support.labels.flatMap((_, shot) => [shot, shot, shot]);
  const copies: FewShotTask = {
    ...noisy,
    support: {
      features: unitRows({
        data: shots.flatMap((shot) => [...noisy.support.features.data.subarray(shot * width, (shot + 1) * width)]),
        shape: [shots.length, width],
      }),
      labels: shots.map((shot) => noisy.support.labels[shot]!),
    },
  };
  const people = shots.map((shot) => `person ${shot}`);
  assert.equal(teachHead(copies, people).tie, ties[0]);
  assert.notEqual(teachHead(copies, alone(copies)).tie, ties[0]);
});

test('folds keep people together and spread classes', () => {
  const labels = [0, 0, 0, 1, 1, 1, 0, 1];
  const people = ['a', 'b', 'c', 'a', 'b', 'c', 'a', undefined];
  const folds = peopleFolds(labels, people, 3);
  assert.deepEqual([...new Set(folds)].sort(), [0, 1, 2]);
  for (const [i, j] of [
    [0, 3],
    [0, 6],
    [1, 4],
    [2, 5],
  ] as const)
    assert.equal(folds[i], folds[j]);
  assert.equal(fewestPeople(labels, people), 3);
  assert.equal(fewestPeople([0, 0, 1], ['a', 'a', 'b']), 1);
});

test('validation chooses the head with most faces right, the first among equals', () => {
  const { support, ...rest } = task(8, { texts: 'true', noise: 0.5 });
  const [right, wrong] = [
    zeroShotHead(rest),
    zeroShotHead({ ...rest, texts: task(1, { texts: 'wrong', noise: 0.5 }).texts }),
  ];
  assert.equal(chooseByValidation([wrong, right], support), right);
  assert.equal(
    chooseByValidation([wrong, right], { features: { rows: 0, columns: width, data: new Float64Array() }, labels: [] }),
    wrong,
  );
});
