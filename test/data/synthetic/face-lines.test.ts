import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import {
  type ActionUnit,
  actionUnits,
  type FacialAction,
  type Intensities,
} from '../../../src/data/synthetic/action-units.ts';
import { browPoints } from '../../../src/data/synthetic/draw-brows.ts';
import { headOutline } from '../../../src/data/synthetic/draw-head.ts';
import { mouthShape } from '../../../src/data/synthetic/mouth-shape.ts';
import { personOf } from '../../../src/data/synthetic/person.ts';

const person = personOf(random(1));

const moving = (units: Partial<Record<ActionUnit, number>>, side: FacialAction['side'] = 0): FacialAction => ({
  units: { ...Object.fromEntries(Object.keys(actionUnits).map((unit) => [unit, 0])), ...units } as Intensities,
  side,
});

const mouth = (units: Partial<Record<ActionUnit, number>>, side: FacialAction['side'] = 0) => {
  const shape = mouthShape(person, moving(units, side));
  const line = shape.innerUpper;
  return { ...shape, left: line[0]!, middle: line[8]!, right: line.at(-1)!, width: line.at(-1)![0] - line[0]![0] };
};

const brow = (units: Partial<Record<ActionUnit, number>>) => {
  const [inner, middle, outer] = browPoints(1, person, moving(units).units);
  return { inner: inner!, middle: middle!, outer: outer! };
};

test('AU12 pulls the corners up and out, AU15 down, AU20 out', () => {
  const rest = mouth({});
  const smile = mouth({ AU12: 1 });
  assert.ok(smile.left[1] < rest.left[1] - 0.1 && smile.width > rest.width * 1.2);
  assert.ok(smile.left[1] < smile.middle[1], 'a smile does not curve');
  const sad = mouth({ AU15: 1 });
  assert.ok(sad.left[1] > rest.left[1] + 0.1 && sad.left[1] > sad.middle[1]);
  assert.ok(mouth({ AU20: 1 }).width > rest.width * 1.3);
});

test('one-sided action lifts one corner', () => {
  const right = mouth({ AU12: 1, AU14: 1 }, 1);
  assert.ok(right.right[1] < right.left[1] - 0.1);
  const left = mouth({ AU12: 1, AU14: 1 }, -1);
  assert.ok(left.left[1] < left.right[1] - 0.1);
});

test('AU25 parts the lips, AU26 opens the mouth, AU24 keeps it shut', () => {
  assert.equal(mouth({}).gap, 0);
  assert.ok(mouth({ AU25: 1 }).gap > 0.1);
  assert.ok(mouth({ AU25: 1, AU26: 1 }).gap > 0.3);
  assert.equal(mouth({ AU24: 1 }).gap, 0);
});

test('AU23 and AU24 make lips thin, and the mouth narrow', () => {
  const height = ({ outerUpper, outerLower }: ReturnType<typeof mouth>) => outerLower[8]![1] - outerUpper[8]![1];
  assert.ok(height(mouth({ AU23: 1, AU24: 1 })) < 0.5 * height(mouth({})));
  assert.ok(mouth({ AU23: 1 }).width < mouth({}).width);
});

test('the four lines of a mouth never cross, whatever is moved', () => {
  for (let seed = 0; seed < 300; seed++) {
    const draws = random(seed);
    const units = Object.fromEntries(Object.keys(actionUnits).map((unit) => [unit, draws.uniform()]));
    const { outerUpper, innerUpper, innerLower, outerLower } = mouthShape(person, moving(units));
    const at = 8;
    assert.ok(outerUpper[at]![1] <= innerUpper[at]![1], `seed ${seed}`);
    assert.ok(innerUpper[at]![1] <= innerLower[at]![1] && innerLower[at]![1] <= outerLower[at]![1], `seed ${seed}`);
  }
});

test('AU1 raises the inner brow, AU2 the outer, AU4 lowers and draws together', () => {
  const rest = brow({});
  assert.ok(brow({ AU1: 1 }).inner[1] < rest.inner[1] - 0.1);
  assert.ok(Math.abs(brow({ AU1: 1 }).outer[1] - rest.outer[1]) < 0.05);
  assert.ok(brow({ AU2: 1 }).outer[1] < rest.outer[1] - 0.1);
  const frown = brow({ AU4: 1 });
  assert.ok(frown.inner[1] > rest.inner[1] + 0.08 && frown.inner[0] < rest.inner[0] - 0.04);
});

test('a dropped jaw lengthens the face below and leaves the forehead', () => {
  const lowest = (drop: number) => Math.max(...headOutline(person, drop).map(([, y]) => y));
  const highest = (drop: number) => Math.min(...headOutline(person, drop).map(([, y]) => y));
  assert.ok(lowest(1) > lowest(0) + 0.1);
  assert.equal(highest(1), highest(0));
});
