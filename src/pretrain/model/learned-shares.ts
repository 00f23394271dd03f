// The prior that a tower has learned: how frequent each class was in its training.
import type { ClassShares } from '../../clip/class-shares.ts';
import type { FaceSet } from '../batches/face-set.ts';
import { isAdapted, type PretrainConfiguration } from '../pretrain-configuration.ts';

/**
 * Shares of the votes, to four digits. What the adapt stage adds to the scores for the prior, the tower has not learned: with a weight of 1
 * all classes have the same share.
 */
export function learnedShares(
  { targets, count }: FaceSet,
  classes: readonly string[],
  configuration: PretrainConfiguration,
): ClassShares {
  const learned = isAdapted(configuration) ? 1 - configuration.adaptStage.prior : 1;
  const shares = classes.map((_, label) => {
    let sum = 0;
    for (let at = label; at < targets.length; at += classes.length) sum += targets[at]!;
    return Math.max(sum / count, 1e-4) ** learned;
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  return Object.fromEntries(classes.map((name, label) => [name, Number((shares[label]! / total).toFixed(4))]));
}
