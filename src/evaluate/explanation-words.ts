// What an explanation says, in words: the margin, its parts, and how much of it a map explains.
import type { Explanation, MarginParts } from './explanation.ts';

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const cosine = (value: number): string => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(3)}`;

/** Below this a part does not explain the whole, and must not be read so. */
const majority = 0.5;

/** Where the margin comes from. */
export function marginWords({ expression, against, margin }: Explanation): string {
  const ahead = margin.total >= 0 ? 'ahead of' : 'behind';
  const parts =
    margin.local === 0
      ? 'all of it from the face as a whole: this run compares no patches'
      : `${cosine(margin.global)} from the face as a whole, ${cosine(margin.local)} from the best patches`;
  return `${expression} is ${cosine(margin.total)} ${ahead} ${against} (cosine): ${parts}`;
}

/** How much of the margin the map explains. */
export function shareWords({ method, margin }: Explanation): string {
  if (method === 'patches') return patchShare(margin);
  if (method === 'gate')
    return 'The map estimates what leaving out each patch would take from the margin; its values do not add up to the margin';
  if (method === 'occlusion')
    return 'The map shows what leaving out each patch takes from the margin; patches act together, so its values do not add up to the margin';
  if (method === 'gradient')
    return 'The map ranks patches by relevance to the margin; it has no unit, and no share of the margin can be given';
  return 'Rollout is a control: it follows attention, whatever the class, and explains nothing of the margin';
}

function patchShare({ localShare }: MarginParts): string {
  const rest = `the other ${percent(1 - localShare)} comes from the face as a whole, which this map does not show`;
  return localShare < majority
    ? `The map explains ${percent(localShare)} of the margin and is not the reason for the answer: ${rest}`
    : `The map explains ${percent(localShare)} of the margin; ${rest}`;
}
