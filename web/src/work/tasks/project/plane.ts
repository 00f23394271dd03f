// Faces and what they have in common, drawn in the plane in which they differ most.
import { MpaferError, studio } from 'mpafer';
import { checkpointFor } from './checkpoint-for.ts';
import type { Features } from './features.ts';
import { ownName } from './instant-head.ts';
import type { Source } from './judge.ts';
import type { Models } from './models.ts';
import { opened } from './open-project.ts';

export interface PlaneView {
  readonly svg: string;
  readonly explained: readonly [number, number];
  readonly shown: number;
  readonly of: number;
}

const mostPoints = 1500;

/** Faces and class vectors in the plane of most variance. */
export async function plane(source: Source, models: Models, features: Features): Promise<PlaneView> {
  const checkpoint = await checkpointFor(source, models);
  const { faces } = opened();
  const { classes } = checkpoint;
  const labelled = faces.filter(({ label }) => label !== undefined && classes.includes(studio.className(label)));
  const stride = Math.max(1, Math.ceil(labelled.length / mostPoints));
  const shown = labelled.filter((_, index) => index % stride === 0);
  const { columns, rows, data } = features;
  const values = new Float32Array(shown.length * columns);
  shown.forEach(({ path }, index) => {
    const row = rows.get(path)!;
    values.set(data.subarray(row * columns, (row + 1) * columns), index * columns);
  });
  if (shown.length < 2) throw new MpaferError('data', 'Cannot draw a plane of fewer than two labelled faces');
  const found = studio.principalPlane(studio.float32(values, [shown.length, columns]));
  const means = classes.map((_, label) => {
    const own = found.points.filter((_, index) => classes.indexOf(studio.className(shown[index]!.label!)) === label);
    const mean = (key: 'x' | 'y') => own.reduce((sum, point) => sum + point[key], 0) / Math.max(own.length, 1);
    return { x: mean('x'), y: mean('y') };
  });
  const svg = studio.scatterPlot({
    title: 'Faces and prototypes',
    under: `plane of most variance: ${Math.round((found.explained[0] + found.explained[1]) * 100)} % of it`,
    description: 'Faces of the project in the plane of most variance',
    classes: classes.map((name) => ownName(opened().project, name)),
    points: found.points.map((point, index) => ({
      ...point,
      label: classes.indexOf(studio.className(shown[index]!.label!)),
    })),
    marks: means,
    width: 560,
    height: 400,
  });
  return { svg: studio.inlineChart(svg).markup, explained: found.explained, shown: shown.length, of: labelled.length };
}
