// Who is recognised worse: WAR and UAR of each group with their intervals, the worst group and the gap.
import { nounFor } from '../../core/plural.ts';
import type { RunReport } from '../../evaluate/run-report.ts';
import { fewestToRank, type GroupGap, type GroupTable } from '../../metrics/group-scores.ts';
import { inlineChart } from '../charts/chart.ts';
import { intervalPlot } from '../charts/interval-plot.ts';
import { count, percent, percentRange } from '../figures.ts';
import { type Markup, markup } from '../markup.ts';
import { section, table } from './section.ts';

export function groupsSection({ groups = [] }: RunReport): Markup | undefined {
  if (groups.length === 0) return undefined;
  return section({
    id: 'groups',
    title: 'Who is recognised worse',
    lead: 'Each group scored by itself, with 95% bootstrap intervals. Where intervals overlap widely, the order of groups is chance.',
    body: groups.map(attribute),
  });
}

function attribute(given: GroupTable): Markup {
  const { attribute, groups, withoutGroup } = given;
  const small = groups.filter(({ n }) => n < fewestToRank).length;
  return markup`<h3>${attribute}</h3>${gapSentence(given)}<div class="pair">${plot(given, 'war', 'WAR')}${plot(given, 'uar', 'UAR')}</div>${table(
    ['Group', 'Faces', 'Classes', 'WAR', 'UAR'],
    groups.map(({ name, n, classes, war, uar, interval }) => [
      name,
      count(n),
      count(classes),
      markup`${percent(war)}<small>${percentRange(interval.war)}</small>`,
      markup`${percent(uar)}<small>${percentRange(interval.uar)}</small>`,
    ]),
    'few plain',
  )}<p class="quiet">UAR is over the classes that occur in a group${small > 0 && `; groups of fewer than ${fewestToRank} faces are not ranked`}${
    withoutGroup > 0 && `; of ${count(withoutGroup)} ${nounFor(withoutGroup, 'face')} the group is not known`
  }.</p>`;
}

function gapSentence({ war, uar }: GroupTable): Markup | undefined {
  if (!war && !uar) return undefined;
  const say = (name: string, { worst, best, gap, interval: [low, high] }: GroupGap) => {
    const points = (value: number) => (Number.isFinite(value) ? (value * 100).toFixed(1).replace('-', '−') : '–');
    return `By ${name}, worst is “${worst}”, ${points(gap)} points behind “${best}” (95% interval of this difference: ${points(low)} to ${points(high)}). `;
  };
  return markup`<p>${war && say('WAR', war)}${uar && say('UAR', uar)}</p>`;
}

function plot({ attribute, groups }: GroupTable, key: 'war' | 'uar', title: string): Markup {
  const svg = intervalPlot({
    title: `${title} by ${attribute}`,
    description: groups.map(({ name, ...scores }) => `${name} ${percent(scores[key])}`).join(', '),
    measure: '95% intervals',
    rows: groups.map(({ name, interval, n, ...scores }) => ({
      name,
      value: scores[key],
      interval: interval[key],
      isBaseline: n < fewestToRank,
    })),
  });
  return markup`<figure>${inlineChart(svg)}</figure>`;
}
