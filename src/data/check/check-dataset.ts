// Checks every image of a data set: missing, damaged or duplicate images, leaks between splits, sizes.
import { MpaferError } from '../../core/errors.ts';
import { sha256 } from '../../core/sha256.ts';
import { byCodeUnit } from '../by-code-unit.ts';
import { compareCounts } from '../compare-counts.ts';
import { countsPerClass, type Dataset, type Sample, type splits } from '../dataset.ts';
import { fingerprint } from '../fingerprint.ts';
import { limit } from '../limit.ts';
import { readAhead } from '../read-ahead.ts';
import type { CheckProgress } from './check-progress.ts';
import type { CheckReport, Unreadable } from './check-report.ts';
import { summariseDuplicates } from './duplicate-groups.ts';
import { type ImageFacts, imageFacts } from './image-facts.ts';
import { mergedNames } from './merged-names.ts';
import { nearGroups } from './near-groups.ts';
import { hashBits } from './perceptual-hash.ts';
import { leastDetailCorrelation, leastTwinCorrelation, transformedTwins } from './transformed-twins.ts';
import { summariseTwins } from './twin-summary.ts';

export interface CheckOptions {
  /** Images read concurrently, default 8; does not affect the report. */
  readonly concurrency?: number;
  /**
   * Bits of 256 in which hashes of the same photograph may differ, default 24. On FER2013, pairs up to 35 show the same
   * photograph, and faces of two people differ in about 128.
   */
  readonly nearBits?: number;
  /** Minimum correlation of the two images at 16 x 16 greys, default 0.95. */
  readonly nearCorrelation?: number;
  /** Examples listed per finding, default 10. */
  readonly examples?: number;
}

/** Images hashed between progress reports. */
const batch = 64;

interface Read {
  readonly sample: Sample;
  readonly facts: ImageFacts;
}

interface Failed {
  readonly sample: Sample;
  readonly error: MpaferError;
}

/**
 * Reads every image once and compares them. Open the data set with `missing: 'keep'`; otherwise opening fails on missing files.
 *
 * @example
 * ```ts no-run (needs a data set)
 * import { checkDataset, nodeDataHost, openDataset } from 'mpafer';
 * const dataset = await openDataset('folder:my-faces', nodeDataHost, { missing: 'keep' });
 * const work = checkDataset(dataset);
 * let step = await work.next();
 * while (!step.done) step = await work.next();
 * console.log(step.value); // the report
 * ```
 */
export async function* checkDataset(
  dataset: Dataset,
  options: CheckOptions = {},
): AsyncGenerator<CheckProgress, CheckReport> {
  const { examples = 10, nearBits = 24, nearCorrelation = 0.95 } = options;
  const { read, failed } = yield* readAll(dataset.samples, options.concurrency ?? 8);

  const byPixels = new Map<string, Read[]>();
  for (const one of read) {
    const twins = byPixels.get(one.facts.pixels);
    if (twins === undefined) byPixels.set(one.facts.pixels, [one]);
    else twins.push(one);
  }
  const distinct = [...byPixels.values()];
  const exact = distinct.filter((twins) => twins.length > 1);
  const near = yield* halfOf(
    nearGroups(
      distinct.map((twins) => twins[0]!.facts),
      nearBits,
      nearCorrelation,
    ),
    0,
  );
  const nearGroupOf = new Map(near.flatMap((group, number) => group.map((index) => [index, number] as const)));
  const twins = yield* halfOf(
    transformedTwins(
      distinct.map((copies, index) => ({
        thumbnail: copies[0]!.facts.thumbnail,
        splits: new Set(copies.map(({ sample }) => sample.split)),
        known: nearGroupOf.get(index),
      })),
    ),
    1,
  );
  yield { doing: 'comparing', done: 100, of: 100 };
  const samplesOf = (group: readonly Read[]) => group.map(({ sample }) => sample);
  const unreadable = (code: MpaferError['code']): Unreadable => {
    const own = failed.filter(({ error }) => (error.code === 'data' ? 'data' : 'image') === code);
    const first = own.slice(0, examples).map(({ sample, error }) => ({ id: sample.id, found: error.message }));
    return { count: own.length, first };
  };
  const merged = mergedNames(dataset, exact.map(samplesOf));
  const lines = read.map(({ sample, facts }) => JSON.stringify([sample.id, facts.pixels]));
  return {
    name: dataset.name,
    layout: dataset.layout,
    protocol: dataset.protocol,
    classes: dataset.classes,
    counts: countsByName(dataset),
    published: compareCounts(dataset),
    notes: dataset.notes,
    images: dataset.samples.length,
    withVotes: dataset.samples.filter(({ votes }) => votes !== undefined).length,
    missing: unreadable('data'),
    corrupt: unreadable('image'),
    sizes: sizesOf(read),
    grey: read.filter(({ facts }) => facts.grey).length,
    duplicates: {
      exact: summariseDuplicates(exact.map(samplesOf), examples),
      near: {
        rule: `difference hash of ${hashBits} bits within ${nearBits}, correlation at 16 x 16 greys from ${nearCorrelation}; exact duplicates count as one image`,
        ...summariseDuplicates(
          near.map((group) => group.flatMap((index) => samplesOf(distinct[index]!))),
          examples,
        ),
      },
      transformed: {
        rule: `mirrored, turned by up to about 10 degrees or cropped to about 88 %, in another split: correlation of the aligned pictures at 32 x 32 greys from ${leastTwinCorrelation}, of their detail from ${leastDetailCorrelation}; near twins excluded`,
        ...summariseTwins(twins, distinct.map(samplesOf), examples),
      },
    },
    ...(merged.length > 0 && { merged }),
    subjects: subjectsOf(dataset.samples, examples),
    fingerprint: fingerprint(dataset),
    pixelFingerprint: await sha256(lines.sort(byCodeUnit).join('\n')),
  };
}

/** The progress of one of two comparisons as a part of both. */
function* halfOf<T>(work: Generator<CheckProgress, T>, half: 0 | 1): Generator<CheckProgress, T> {
  let step = work.next();
  for (; !step.done; step = work.next()) {
    const { doing, done, of } = step.value;
    yield { doing, done: Math.floor(50 * (half + done / of)), of: 100 };
  }
  return step.value;
}

async function* readAll(samples: readonly Sample[], concurrency: number) {
  const atOnce = limit(concurrency);
  const read: Read[] = [];
  const failed: Failed[] = [];
  const look = async (sample: Sample): Promise<Read | Failed> => {
    try {
      return { sample, facts: await imageFacts(await sample.read()) };
    } catch (error) {
      if (error instanceof MpaferError) return { sample, error };
      throw error;
    }
  };
  const batches = readAhead(0, Math.ceil(samples.length / batch), 1, (index) =>
    Promise.all(samples.slice(index * batch, (index + 1) * batch).map((sample) => atOnce(() => look(sample)))),
  );
  for await (const looked of batches) {
    for (const one of looked) {
      if ('facts' in one) read.push(one);
      else failed.push(one);
    }
    yield { doing: 'reading', done: read.length + failed.length, of: samples.length } satisfies CheckProgress;
  }
  return { read, failed };
}

const countsByName = (dataset: Dataset): CheckReport['counts'] => {
  const named = (split: (typeof splits)[number]) => {
    const counts = countsPerClass(dataset, split);
    return Object.fromEntries(dataset.classes.map((name, index) => [name, counts[index]!]));
  };
  return { train: named('train'), valid: named('valid'), test: named('test') };
};

function sizesOf(read: readonly Read[]): CheckReport['sizes'] {
  const sizes = new Map<string, { width: number; height: number; count: number }>();
  for (const { facts } of read) {
    const { width, height } = facts;
    const size = sizes.get(`${width}x${height}`) ?? { width, height, count: 0 };
    size.count++;
    sizes.set(`${width}x${height}`, size);
  }
  return [...sizes.values()].sort((a, b) => b.count - a.count || a.width - b.width || a.height - b.height);
}

function subjectsOf(samples: readonly Sample[], examples: number): CheckReport['subjects'] {
  const where = new Map<string, Set<string>>();
  for (const { group, split } of samples) {
    if (group === undefined) continue;
    const found = where.get(group);
    if (found === undefined) where.set(group, new Set([split]));
    else found.add(split);
  }
  if (where.size === 0) return undefined;
  const several = [...where].filter(([, found]) => found.size > 1).map(([group]) => group);
  return { count: where.size, inTwoSplits: { count: several.length, first: several.slice(0, examples) } };
}
