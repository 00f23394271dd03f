// The expressions of a video over time, as a picture or a page.
import { plural } from '../../core/plural.ts';
import type { timelineCollector } from '../../evaluate/timeline.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { timelineChart } from '../../report/charts/timeline-chart.ts';
import { renderTimeline, timelineCaption } from '../../report/pages/timeline-page.ts';

/** @throws MpaferError `disk` */
export async function writeTimeline(
  path: string,
  name: string,
  {
    run,
    failure,
    over,
  }: {
    readonly run: string;
    readonly failure: string | undefined;
    readonly over: ReturnType<typeof timelineCollector>;
  },
): Promise<void> {
  const timeline = over.timeline();
  const subtitle = `Recognised by ${run}, ${plural(timeline.frames, 'frame')}`;
  const content = /\.svg$/i.test(path)
    ? timelineChart({ ...timelineCaption(name, timeline), timeline })
    : renderTimeline({ name, subtitle, notice: failure, timeline });
  await writeFile(path, content);
}
