// How far two coders agree on the faces that both labelled, with an interval over whole people and bursts.
import { project as format, MpaferError, studio } from 'mpafer';
import { opened } from './open-project.ts';

/** @throws MpaferError `data` where there is no such face */
export function agreementOf(first: string, second: string): studio.Agreement {
  const { faces } = opened();
  const groups = format.faceGroups(faces);
  const both = faces.flatMap((face, index) => {
    const [a, b] = [face.votes[first], face.votes[second]];
    return a === undefined || b === undefined ? [] : [{ a, b, group: groups[index] ?? face.path }];
  });
  if (both.length === 0)
    throw new MpaferError('data', 'Cannot compare two coders: there is no face that both labelled');
  return studio.agreement(
    both.map(({ a }) => a),
    both.map(({ b }) => b),
    studio.random(1),
    both.map(({ group }) => group),
  );
}
