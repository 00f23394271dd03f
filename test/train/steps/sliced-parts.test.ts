// The sums of parts by slices and by whole parts: the bytes of one process, for any number of ranks.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { float32 } from '../../../src/core/array.ts';
import { random } from '../../../src/core/random.ts';
import { teamOver } from '../../../src/team/team-over.ts';
import { ownParts } from '../../../src/train/steps/own-parts.ts';
import { type BatchParts, type BatchSums, inTurn } from '../../../src/train/steps/part-sums.ts';
import { slicedParts } from '../../../src/train/steps/sliced-parts.ts';
import { wholeParts } from '../../../src/train/steps/whole-parts.ts';
import { memoryTeam, memoryTransports, onAll } from '../../support/memory-team.ts';

const classes = 3;

/** Parts of two images, the last of one; gradients whose sum depends on the order in which they are added. */
function batch(count: number, length: number, seed = 1): BatchParts {
  const images = 2 * count - 1;
  const source = random(seed).split('parts');
  const sizeOf = (part: number) => (part === count - 1 ? 1 : 2);
  return {
    count,
    share: (part) => sizeOf(part) / images,
    async compute(part) {
      const draw = source.split(part);
      const values = (name: string, size: number, scale: number) =>
        Float32Array.from({ length: size }, () => scale * draw.split(name).normal());
      return {
        logits: float32(values('logits', sizeOf(part) * classes, 1), [sizeOf(part), classes]),
        loss: float32([draw.integer(1000) / 7], []),
        textGradient: float32(values('text', 11, 10 ** (part % 5)), [11]),
        visualGradient: float32(values('visual', length, 10 ** -(part % 7)), [length]),
      };
    },
  };
}

const plain = ({ logits, sums }: BatchSums) => ({ logits: logits.map((each) => [...each]), sums: [...sums] });

for (const [ranks, count] of [
  [2, 4],
  [3, 7],
  [5, 2],
  [16, 16],
  [16, 5],
  [17, 40],
] as const) {
  test(`${count} parts on ${ranks} ranks`, async () => {
    // Two steps: the first tells ranks without a part what there is to add.
    const steps = [batch(count, 101), batch(count, 101, 2), batch(1, 101, 3)];
    const expected = await Promise.all(steps.map(async (step) => plain(await inTurn(step))));
    for (const runner of [wholeParts, slicedParts]) {
      const found = await onAll(memoryTeam(ranks, [0]), async (member) => {
        const run = runner(member);
        const all: ReturnType<typeof plain>[] = [];
        for (const step of steps) all.push(plain(await run(step)));
        return all;
      });
      for (const each of found) assert.deepEqual(each, expected);
    }
  });
}

test('parts are dealt in turn, and each is computed once', async () => {
  assert.deepEqual(
    [0, 1, 2].map((rank) => ownParts({ rank, size: 3 }, 7)),
    [
      [0, 3, 6],
      [1, 4],
      [2, 5],
    ],
  );
  assert.deepEqual(ownParts({ rank: 4, size: 5 }, 2), []);
});

suite('what a rank receives in a step', () => {
  const received = async (ranks: number, runner: typeof wholeParts): Promise<number> => {
    const transports = memoryTransports(ranks);
    let before = 0;
    await onAll(transports.map(teamOver), async (member) => {
      const run = runner(member);
      await run(batch(ranks, 50_000));
      before = transports[0]!.received();
      await run(batch(ranks, 50_000, 2));
    });
    return transports[0]!.received() - before;
  };
  const part = 4 * 50_000;

  test('is about three parts in slices, however many ranks there are', async () => {
    for (const ranks of [16, 32]) {
      const parts = (await received(ranks, slicedParts)) / part;
      assert.ok(parts > 2.9 && parts < 3.2, `${parts} parts with ${ranks} ranks`);
    }
  });

  test('is every part otherwise', async () => {
    const parts = (await received(8, wholeParts)) / part;
    assert.ok(parts > 7.9 && parts < 8.2, `${parts} parts`);
  });
});
