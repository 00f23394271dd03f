// Which frames are taken: parts, every so many frames or seconds, at constant and variable rates; and what is refused.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { checkFrameSelection, type FrameSelection, frameSelector } from '../../src/video/frame-selection.ts';

function taken(selection: FrameSelection, times: readonly number[]): readonly number[] {
  const select = frameSelector(selection);
  const found: number[] = [];
  for (const timestamp of times) {
    const choice = select(timestamp);
    if (choice === 'end') break;
    if (choice === 'take') found.push(timestamp);
  }
  return found;
}

const tenths = Array.from({ length: 20 }, (_, index) => index / 10);

test('all frames without a selection', () => {
  assert.deepEqual(taken({}, tenths), tenths);
});

test('from is taken, to is not', () => {
  assert.deepEqual(taken({ from: 0.5, to: 0.8 }, tenths), [0.5, 0.6, 0.7]);
});

test('every so many frames, counted from the first that is wanted', () => {
  assert.deepEqual(taken({ every: 7 }, tenths), [0, 0.7, 1.4]);
  assert.deepEqual(taken({ every: 7, from: 0.3 }, tenths), [0.3, 1, 1.7]);
});

test('the first frame of each interval, without drift, whatever the rate', () => {
  assert.deepEqual(taken({ every: { seconds: 0.3 } }, tenths), [0, 0.3, 0.6, 0.9, 1.2, 1.5, 1.8]);
  assert.deepEqual(taken({ every: { seconds: 1 } }, [0, 0.9, 1.4, 1.9, 2.1, 5.5, 5.9, 6]), [0, 1.4, 2.1, 5.5, 6]);
});

suite('impossible selections are refused by what was asked', () => {
  const cases: readonly (readonly [FrameSelection, RegExp])[] = [
    [{ every: 0 }, /^Cannot take frames every 0 frames; expected a whole number from 1$/],
    [{ every: 1.5 }, /every 1.5 frames/],
    [{ every: { seconds: 0 } }, /every 0 seconds; expected a number above 0$/],
    [{ every: '2s' as never }, /every "2s"; expected a number of frames, or \{ seconds \}$/],
    [{ from: -1 }, /from -1 seconds; expected a number from 0$/],
    [{ to: Number.NaN }, /to NaN seconds/],
    [{ from: 3, to: 3 }, /from 3 to 3 seconds; expected an end after the beginning$/],
  ];
  for (const [selection, message] of cases) {
    test(JSON.stringify(selection), () => {
      assert.throws(() => checkFrameSelection(selection), { code: 'usage', message });
    });
  }
  test('possible ones are not', () => {
    checkFrameSelection({});
    checkFrameSelection({ every: 3, from: 0, to: 2 });
    checkFrameSelection({ every: { seconds: 0.5 } });
  });
});
