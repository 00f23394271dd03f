// Groups of images of the same photograph: similar hashes, and correlated thumbnails.
import type { CheckProgress } from './check-progress.ts';
import { connectedGroups } from './duplicate-groups.ts';
import { correlation, type ImageFacts } from './image-facts.ts';
import { nearPairs, type Pair } from './near-pairs.ts';
import { hashWords } from './perceptual-hash.ts';

/**
 * Groups of indices into `facts`.
 *
 * @param most maximum Hamming distance of two hashes
 * @param least minimum correlation of two thumbnails
 */
export function* nearGroups(
  facts: readonly Pick<ImageFacts, 'hash' | 'tiny'>[],
  most: number,
  least: number,
): Generator<CheckProgress, number[][]> {
  const hashes = new Uint32Array(facts.length * hashWords);
  for (const [index, { hash }] of facts.entries()) hashes.set(hash, index * hashWords);
  const search = nearPairs(hashes, facts.length, most);
  let step = search.next();
  for (; !step.done; step = search.next()) {
    yield { doing: 'comparing', done: Math.round(step.value * 100), of: 100 } satisfies CheckProgress;
  }
  const same = step.value.filter(([a, b]: Pair) => correlation(facts[a]!.tiny, facts[b]!.tiny) >= least);
  return connectedGroups(facts.length, same);
}
