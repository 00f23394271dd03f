// Which is better on held-out faces, the instant head or trained prompts, or that they do not differ.
import { percent } from '../../components/percent.ts';
import { StatusLine } from '../../components/status-line.tsx';
import type { HeadAgainstRun, NoComparison } from '../../work/tasks/project/compare.ts';
import { groupsOf } from './listed.ts';

const points = (value: number): string => `${value >= 0 ? '+' : '\u2212'}${Math.abs(value * 100).toFixed(1)}`;

export function Verdict({ run, found }: { readonly run: string; readonly found: HeadAgainstRun | NoComparison }) {
  if ('reason' in found) return <StatusLine kind="unsure">{found.reason}</StatusLine>;
  const { comparison, faces, groups } = found;
  const { mcnemar, war, uar } = comparison;
  return (
    <section class="teach-card" aria-labelledby="teach-verdict">
      <h3 id="teach-verdict" data-verdict={verdictOf(found)}>
        {sentenceOf(run, found)}
      </h3>
      <p>
        On {faces} faces of {groupsOf(groups)} that neither has seen: the instant head gets {percent(war.first)} right,{' '}
        {run} {percent(war.second)}.
      </p>
      <table class="teach-numbers">
        <thead>
          <tr>
            <th scope="col">Score</th>
            <th scope="col">Instant head</th>
            <th scope="col">{run}</th>
            <th scope="col">Difference, 95 %</th>
          </tr>
        </thead>
        <tbody>
          {(
            [
              ['Right (WAR)', war],
              ['Mean recall (UAR)', uar],
            ] as const
          ).map(([name, score]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{percent(score.first)}</td>
              <td>{percent(score.second)}</td>
              <td>
                {points(score.difference)} (
                {Number.isNaN(score.interval[0])
                  ? 'too few groups for an interval'
                  : `${points(score.interval[0])} to ${points(score.interval[1])}`}
                )
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">
        Faces that only the instant head gets right: {mcnemar.onlyFirst}; only {run}: {mcnemar.onlySecond} (McNemar's
        test, p = {mcnemar.p.toFixed(3)}). Intervals draw whole people and bursts.
      </p>
    </section>
  );
}

export type VerdictKind = 'prompts' | 'head' | 'same';

/** Both must speak for a difference: the test over faces, and the interval over people. */
export function verdictOf({ comparison: { mcnemar, war } }: HeadAgainstRun): VerdictKind {
  const [low, high] = war.interval;
  if (mcnemar.p < 0.05 && low > 0) return 'prompts';
  if (mcnemar.p < 0.05 && high < 0) return 'head';
  return 'same';
}

function sentenceOf(run: string, found: HeadAgainstRun): string {
  const verdict = verdictOf(found);
  if (verdict === 'prompts') return `${run} is better than the instant head`;
  if (verdict === 'head') return `The instant head is better than ${run}: use it`;
  return `${run} and the instant head do not differ on these faces: use the instant head, which needs no training`;
}
