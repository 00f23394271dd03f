// Performance by group: WAR and UAR with intervals, the worst group and its gap to the best.
import { nounFor } from '../../core/plural.ts';
import type { RunReport } from '../../evaluate/run-report.ts';
import { fewestToRank, type GroupGap, type GroupTable } from '../../metrics/group-scores.ts';
import { inlineChart } from '../charts/chart.ts';
import { intervalPlot } from '../charts/interval-plot.ts';
import { type Markup, markup } from '../text/markup.ts';
import { count, percent, percentRange } from '../text/numbers.ts';
import { section, table } from './section.ts';

export function groupsSection({ groups = [] }: RunReport): Markup | undefined {
  if (groups.length === 0) return undefined;
  return section({
    id: 'groups',
    title: 'Performance by group',
    lead: 'Scores of each group, with 95% bootstrap intervals. Where intervals overlap widely, the order of the groups may be due to chance.',
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
    withoutGroup > 0 && `; the group of ${count(withoutGroup)} ${nounFor(withoutGroup, 'face')} is unknown`
  }.</p>`;
}

function gapSentence({ war, uar }: GroupTable): Markup | undefined {
  if (!war && !uar) return undefined;
  const say = (name: string, { worst, best, gap, interval: [low, high] }: GroupGap) => {
    const points = (value: number) => (Number.isFinite(value) ? (value * 100).toFixed(1).replace('-', '−') : '–');
    return `By ${name}, the worst group is “${worst}”, ${points(gap)} points below “${best}” (95% interval of the difference: ${points(low)} to ${points(high)}). `;
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
