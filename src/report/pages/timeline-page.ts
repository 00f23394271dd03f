// A video's expressions as one self-contained page: the timeline, and a table of the people in it.
import type { Timeline } from '../../evaluate/timeline.ts';
import { inlineChart } from '../charts/chart.ts';
import { timelineChart } from '../charts/timeline-chart.ts';
import { limitsSection } from '../sections/limits.ts';
import { section, table } from '../sections/section.ts';
import { markup } from '../text/markup.ts';
import { percent } from '../text/numbers.ts';
import { page } from './page.ts';

export interface TimelinePage {
  /** What to call the video. */
  readonly name: string;
  readonly subtitle: string;
  /** What went wrong on the way, such as an early end. */
  readonly notice?: string | undefined;
  readonly timeline: Timeline;
}

/** The caption of a timeline, for the picture and the page. */
export const timelineCaption = (name: string, { people, frames, withFaces, classes }: Timeline) => ({
  title: `Expressions in ${name}`,
  description: `Probability of ${classes.join(', ')} over time for ${people.length} people; ${withFaces} of ${frames} frames have a face. ${people
    .map(({ id, mean }) => `Person ${id}: mostly ${classes[mean.indexOf(Math.max(...mean))]}`)
    .join('; ')}`,
});

/** HTML. */
export function renderTimeline({ name, subtitle, notice, timeline }: TimelinePage): string {
  const { people, classes, otherPeople, frames } = timeline;
  const more = otherPeople === 0 ? '' : ` ${otherPeople} more were seen more briefly; the predictions have them.`;
  const shown = section({
    id: 'timeline',
    title: 'Timeline',
    lead: `A band for each class of each person; where there is none, the person was not found.${more}`,
    body: markup`<figure>${inlineChart(timelineChart({ ...timelineCaption(name, timeline), timeline }))}</figure>`,
  });
  const means = section({
    id: 'people',
    title: 'People',
    lead: 'Mean probability of each class over all frames in which the person was found. Numbers are given in the order in which people appear; after a cut everyone has a new one.',
    body: table(
      ['Person', 'Frames', ...classes],
      people.map(({ id, frames: own, mean }) => [`${id}`, `${own} of ${frames}`, ...mean.map(percent)]),
    ),
  });
  return page({
    title: `Expressions in ${name}`,
    subtitle,
    notice,
    parts: [
      ['Timeline', shown],
      ['People', people.length === 0 ? undefined : means],
      ['Limits', limitsSection()],
    ],
    footer: `Video: ${name}.`,
  });
}
