// Results for frames: people keep ids, smoothed values stay beside raw ones, baselines, shots, and ends of every kind.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MpaferError } from '../../../src/core/errors.ts';
import type { RgbImage } from '../../../src/core/image.ts';
import type { CutFace } from '../../../src/recognise/picture-faces.ts';
import {
  checkVideoOptions,
  type FrameRecogniser,
  recogniseFrames,
} from '../../../src/recognise/video/recognise-frames.ts';
import type { VideoOptions, VideoRecognition } from '../../../src/recognise/video/video-result.ts';
import type { ClipFrame } from '../../../src/video/video.ts';

const classes = ['neutral', 'happiness', 'anger'];

/** Half black, half of one colour. */
const picture = (colour: readonly number[] = [200, 180, 160]): RgbImage => {
  const data = new Uint8Array(32 * 32 * 3);
  for (let pixel = 0; pixel < 32 * 16; pixel++) data.set(colour, pixel * 3);
  return { width: 32, height: 32, data };
};

interface Scripted {
  /** Left edge of each face's box and its probability of happiness. */
  readonly faces: readonly (readonly [x: number, happiness: number])[];
  readonly image?: RgbImage;
}

/** Frames and their recogniser: the finder and the model say what the script says. */
function scripted(script: readonly Scripted[], rate = 10) {
  const stopped: number[] = [];
  async function* frames(): AsyncGenerator<ClipFrame, void, undefined> {
    let index = 0;
    try {
      for (const { image } of script) {
        // Each picture is an object of its own, by which the finder knows its frame.
        yield { index, timestamp: index / rate, image: { ...(image ?? still) } };
        index++;
      }
    } finally {
      stopped.push(index);
    }
  }
  let located = 0;
  const recogniser: FrameRecogniser = {
    classes,
    abstainBelow: 0.6,
    async facesOf() {
      return script[located++]!.faces.map(([x, happiness]): CutFace => {
        const eyes = { left: { x: x + 10, y: 20 }, right: { x: x + 30, y: 20 } };
        const crop = { width: 1, height: 1, data: Uint8Array.of(Math.round(happiness * 100), 0, 0) };
        const landmarks = new Float32Array(468 * 3);
        return { place: { status: 'ok', box: { x, y: 0, width: 40, height: 40 }, eyes, score: 0.9, landmarks }, crop };
      });
    },
    recognise: async (crops) => crops.map(({ data }) => [1 - data[0]! / 100, data[0]! / 100, 0]),
  };
  return { frames: frames(), recogniser, stopped };
}

const still = picture();

async function resultsOf(script: readonly Scripted[], options?: VideoOptions): Promise<readonly VideoRecognition[]> {
  const { frames, recogniser } = scripted(script);
  const results: VideoRecognition[] = [];
  for await (const result of recogniseFrames({ frames, source: 'clip.mp4' }, recogniser, options)) results.push(result);
  return results;
}

test('a result for each frame, with its number, time and source', async () => {
  const results = await resultsOf([{ faces: [[0, 0.8]] }, { faces: [] }, { faces: [[1, 0.8]] }]);
  assert.deepEqual(
    results.map(({ frame, timestamp, status, shot, source, faces }) => [
      frame,
      timestamp,
      status,
      shot,
      source,
      faces.length,
    ]),
    [
      [0, 0, 'ok', 1, 'clip.mp4', 1],
      [1, 0.1, 'no-face', 1, 'clip.mp4', 0],
      [2, 0.2, 'ok', 1, 'clip.mp4', 1],
    ],
  );
  assert.equal(results[0]!.faces[0]!.id, results[2]!.faces[0]!.id);
});

test('every frame of a file is searched in all sizes; of a live source few are, its people are followed, and a given smallest face holds', async () => {
  const searched = async (live: boolean, faces: Scripted['faces'], minFace?: number) => {
    const { frames, recogniser } = scripted(Array.from({ length: 3 }, () => ({ faces })));
    const looks: (readonly [minFace: number | undefined, followed: number | undefined])[] = [];
    const own: FrameRecogniser = {
      ...recogniser,
      facesOf: (image, options) => {
        looks.push([options.minFace, options.follow?.length]);
        return recogniser.facesOf(image, options);
      },
    };
    for await (const result of recogniseFrames({ frames, live }, own, { minFace }))
      assert.equal(result.faces.length, faces.length);
    return looks;
  };
  const [one, all] = [[[0, 0.8]] as const, [undefined, undefined]];
  assert.deepEqual(await searched(false, one), [all, all, all]);
  assert.deepEqual(await searched(true, one), [all, [undefined, 1], [undefined, 1]]);
  assert.deepEqual(await searched(true, []), [all, [32 / 12, undefined], [32 / 12, undefined]]);
  assert.deepEqual(await searched(true, one, 30), [
    [30, undefined],
    [30, 1],
    [30, 1],
  ]);
  assert.deepEqual((await searched(true, [], 30))[1], [30, undefined]);
});

test('two people who cross keep their ids and their expressions', async () => {
  const script = Array.from({ length: 21 }, (_, frame): Scripted => {
    const people = [
      [frame * 10, 0.9],
      [200 - frame * 10, 0.1],
    ] as const;
    return { faces: frame % 2 === 0 ? people : [...people].reverse() };
  });
  const results = await resultsOf(script, { smooth: false });
  for (const { faces } of results) {
    assert.deepEqual(
      faces.map(({ id }) => id),
      [1, 2],
    );
    assert.deepEqual(
      faces.map(({ expression }) => expression),
      ['happiness', 'neutral'],
    );
  }
});

test('smoothed values stand beside raw ones and decide; without smoothing there are none', async () => {
  const script = [0.1, 0.1, 0.9, 0.1, 0.1].map((happiness, frame): Scripted => ({ faces: [[frame % 2, happiness]] }));
  const smooth = await resultsOf(script);
  const flicker = smooth[2]!.faces[0]!;
  assert.equal(flicker.probabilities.happiness, 0.9);
  assert.ok(flicker.smoothed!.probabilities.happiness! < 0.5);
  assert.equal(flicker.expression, 'neutral');
  assert.equal(flicker.confidence, flicker.smoothed!.probabilities.neutral);
  assert.equal(flicker.unsure, flicker.confidence < 0.6);
  assert.ok(flicker.box.x === 0 && flicker.smoothed!.box.x > 0 && flicker.smoothed!.box.x < 1);
  assert.ok(flicker.smoothed!.eyes!.left.x > 10);
  const raw = (await resultsOf(script, { smooth: false }))[2]!.faces[0]!;
  assert.equal(raw.smoothed, undefined);
  assert.equal(raw.expression, 'happiness');
  assert.equal(raw.unsure, false);
});

test('a cut begins a shot with new people', async () => {
  const other = picture([10, 60, 250]);
  other.data.reverse();
  const script: Scripted[] = [0, 1, 2, 3].map((frame) => ({ faces: [[0, 0.5]], ...(frame > 1 && { image: other }) }));
  const results = await resultsOf(script);
  assert.deepEqual(
    results.map(({ shot, faces }) => [shot, faces[0]!.id]),
    [
      [1, 1],
      [1, 1],
      [2, 2],
      [2, 2],
    ],
  );
});

suite('a baseline for each person', () => {
  // The first person rests for half a second, then smiles; the second comes later and never rests.
  const script = Array.from(
    { length: 20 },
    (_, frame): Scripted => ({
      faces: [[0, frame < 5 ? 0.2 : 0.9], ...(frame < 10 ? [] : [[100, 0.7] as const])],
    }),
  );
  test('of their first seconds', async () => {
    const results = await resultsOf(script, { baseline: 0.5, smooth: false });
    const first = results[10]!.faces[0]!;
    assert.equal(results[4]!.faces[0]!.relative, undefined);
    assert.ok(Math.abs(first.baseline!.probabilities.happiness! - 0.2) < 1e-12);
    assert.deepEqual([first.baseline!.frames, first.baseline!.unsure], [5, false]);
    assert.ok(Math.abs(first.relative!.happiness! - 0.7) < 1e-12);
    assert.equal(first.probabilities.happiness, 0.9, 'raw values stay');
    const second = results[19]!.faces[1]!;
    assert.equal(second.baseline!.unsure, true, 'a smile is no resting face');
    assert.equal(results[12]!.faces[1]!.baseline, undefined);
  });
  test('of a part of the video', async () => {
    const results = await resultsOf(script, { baseline: { from: 0.2, to: 0.4 }, smooth: false });
    assert.equal(results[3]!.faces[0]!.baseline, undefined);
    assert.equal(results[4]!.faces[0]!.baseline!.frames, 2);
    assert.equal(results[19]!.faces[1]!.baseline, undefined, 'who was not there has none');
  });
});

test('what the frames throw comes after the results before it', async () => {
  async function* broken(): AsyncGenerator<ClipFrame, void, undefined> {
    yield { index: 0, timestamp: 0, image: still };
    throw new MpaferError('video', 'Cut short');
  }
  const { recogniser } = scripted([{ faces: [] }]);
  const results: VideoRecognition[] = [];
  await assert.rejects(
    async () => {
      for await (const result of recogniseFrames({ frames: broken() }, recogniser)) results.push(result);
    },
    { code: 'video' },
  );
  assert.equal(results.length, 1);
});

test('leaving early stops the source, and a signal stops both', async () => {
  const script = Array.from({ length: 50 }, (): Scripted => ({ faces: [] }));
  const left = scripted(script);
  for await (const { frame } of recogniseFrames(left, left.recogniser)) if (frame === 2) break;
  await new Promise(setImmediate);
  assert.equal(left.stopped.length, 1);
  assert.ok(left.stopped[0]! <= 4, 'one frame ahead');
  const controller = new AbortController();
  const aborted = scripted(script);
  await assert.rejects(
    async () => {
      for await (const { frame } of recogniseFrames(aborted, aborted.recogniser, { signal: controller.signal }))
        if (frame === 2) controller.abort();
    },
    { code: 'aborted', message: 'Stopped while recognising a video' },
  );
  await new Promise(setImmediate);
  assert.equal(aborted.stopped.length, 1);
});

test('of a live source no frame is taken ahead, and of a file one', async () => {
  for (const [live, expected] of [
    [true, 1],
    [false, 2],
  ] as const) {
    let taken = 0;
    async function* frames(): AsyncGenerator<ClipFrame, void, undefined> {
      for (;;) yield { index: taken, timestamp: taken++ / 10, image: still };
    }
    const { recogniser } = scripted([{ faces: [] }]);
    for await (const _ of recogniseFrames({ frames: frames(), live }, recogniser)) {
      assert.equal(taken, expected);
      break;
    }
  }
});

suite('impossible options are refused', () => {
  for (const [options, message] of [
    [{ longestGap: -1 }, /^Cannot keep people who are out of sight for -1 seconds; expected a number from 0$/],
    [{ baseline: 0 }, /^Cannot take a baseline of 0 seconds; expected a number above 0$/],
    [{ baseline: { from: 2, to: 1 } }, /^Cannot take a baseline from 2 to 1 seconds/],
    [{ stream: 0.5 }, /^Cannot read video stream 0.5; expected a whole number from 0$/],
  ] satisfies readonly (readonly [VideoOptions, RegExp])[]) {
    test(JSON.stringify(options), () => {
      assert.throws(() => checkVideoOptions(options), { code: 'usage', message });
    });
  }
});
