// The models, and the features of all faces of the project: those that are new are encoded first.
import type { WorkContext } from '../../../port.ts';
import { featuresOf } from '../features.ts';
import { openModels } from '../models.ts';
import type { WorkProgress } from './work-progress.ts';

export async function encoded({ assets, signal, report }: WorkContext) {
  const models = await openModels(assets);
  const progress = (done: number, of: number): void =>
    report({ what: 'Encoding faces', done, of } satisfies WorkProgress);
  return { models, features: await featuresOf(models, signal, progress) };
}
