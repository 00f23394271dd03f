// The confusion as a table: every number opens the faces behind it.

import { useSignal } from '@preact/signals';
import { wholePercent } from 'mpafer/face-words';
import { FaceImage } from '../../project/face-image.tsx';
import type { Studio } from '../../shell/studio.ts';
import type { Judged } from '../../work/tasks/project/judge.ts';
import { chosenFace } from './chosen-face.ts';

export function ConfusionTable({ studio, judged }: { readonly studio: Studio; readonly judged: Judged }) {
  const cell = useSignal<readonly [number, number] | undefined>(undefined);
  const { classes, confusion, perClass, paths, labels, predicted, confidence } = judged;
  const [truth, guess] = cell.value ?? firstMistake(confusion);
  const behind = paths
    .map((path, index) => ({ path, index }))
    .filter(({ index }) => labels[index] === truth && predicted[index] === guess)
    .sort((a, b) => confidence[b.index]! - confidence[a.index]!);
  const most = 120;
  return (
    <section aria-labelledby="understand-confusion">
      <h2 id="understand-confusion">Confusion</h2>
      <div class="understand-scroll">
        <table class="understand-confusion">
          <caption class="hidden-text">
            Faces by their label (rows) and by what is recognised (columns); each number opens its faces
          </caption>
          <thead>
            <tr>
              <th scope="col">Label</th>
              {classes.map((name) => (
                <th key={name} scope="col">
                  <span>{name}</span>
                </th>
              ))}
              <th scope="col">Recall</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((name, row) => {
              const total = confusion[row]!.reduce((sum, count) => sum + count, 0);
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {classes.map((other, column) => {
                    const count = confusion[row]![column]!;
                    const share = total === 0 ? 0 : count / total;
                    return (
                      <td key={other}>
                        <button
                          type="button"
                          class={row === column ? 'right' : 'wrong'}
                          style={{ '--share': String(share) }}
                          disabled={count === 0}
                          aria-pressed={row === truth && column === guess}
                          aria-label={`${count} faces of ${name} recognised as ${other}: show them`}
                          onClick={() => (cell.value = [row, column])}
                        >
                          {count}
                        </button>
                      </td>
                    );
                  })}
                  <td class="understand-recall">{wholePercent(perClass[row]!.recall)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {behind.length > 0 && (
        <>
          <h3>
            {classes[truth]} recognised as {classes[guess]}: {behind.length} face{behind.length === 1 ? '' : 's'}
          </h3>
          <ul class="understand-faces">
            {behind.slice(0, most).map(({ path, index }) => (
              <li key={path}>
                <button
                  type="button"
                  aria-pressed={chosenFace.value === path}
                  aria-label={`Face of ${classes[truth]}, ${wholePercent(confidence[index]!)} sure of ${classes[guess]}: explain it`}
                  onClick={() => (chosenFace.value = path)}
                >
                  <FaceImage store={studio.project} path={path} size={64} />
                  <small>{wholePercent(confidence[index]!)}</small>
                </button>
              </li>
            ))}
          </ul>
          {behind.length > most && <p class="quiet">The {most} of highest confidence are shown.</p>}
        </>
      )}
    </section>
  );
}

/** The largest number off the diagonal; where all is right, the first class. */
function firstMistake(confusion: Judged['confusion']): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  let most = 0;
  confusion.forEach((row, truth) => {
    row.forEach((count, guess) => {
      if (truth !== guess && count > most) [best, most] = [[truth, guess], count];
    });
  });
  return best;
}
