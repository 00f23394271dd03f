// The instant head as a checkpoint, as `mpafer teach` makes it.
import { type Dataset, studio, type Taught, teach } from 'mpafer';
import { descriptionsOf } from './instant-head.ts';
import type { Models } from './models.ts';
import { opened } from './open-project.ts';

/** The instant head as a checkpoint: taught by all faces, or by those that are not for testing. */
export async function taughtHead(
  { engine, clip }: Models,
  dataset: Dataset,
  which: 'all' | 'training',
  signal?: AbortSignal,
): Promise<Taught> {
  const faces = which === 'all' ? dataset.samples : dataset.samples.filter(({ split }) => split !== 'test');
  const work = teach({
    engine,
    clip,
    dataset,
    faces,
    descriptions: descriptionsOf(opened().project),
    data: studio.trainingDataOf(dataset),
    signal,
  });
  let step = await work.next();
  while (!step.done) step = await work.next();
  return step.value;
}
