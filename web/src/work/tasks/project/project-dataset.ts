// The project as a data set, read by the reader of the command line, and how many people and bursts its test faces come from.
import { type Dataset, ofSplit, openDataset, projectHost } from 'mpafer';
import { opened } from './open-project.ts';

export const projectDataset = (): Promise<Dataset> => openDataset('project:.', projectHost(opened().directory));

/** Groups of the test faces of each class: below two in any, a score says more about one person than about the class. */
export function testGroups(
  dataset: Dataset,
): readonly { readonly name: string; readonly groups: number; readonly faces: number }[] {
  const test = ofSplit(dataset, 'test');
  return dataset.classes.map((name, label) => {
    const own = test.filter((sample) => sample.label === label);
    return { name, groups: new Set(own.map(({ group, id }) => group ?? id)).size, faces: own.length };
  });
}
