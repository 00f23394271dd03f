// The faces of a picture as buttons on it, each around its face, with the eyes that it was levelled by.
import type { Signal } from '@preact/signals';
import type { WrittenFace } from 'mpafer';
import { Fragment } from 'preact';
import { classColour } from '../../components/class-style.tsx';
import { answerOf, cut } from './answer.ts';

interface Props {
  readonly faces: readonly WrittenFace[];
  readonly size: { readonly width: number; readonly height: number };
  /** The id of the face that is pointed at. */
  readonly active: Signal<number | undefined>;
}

export const FaceBoxes = ({ faces, size: { width, height }, active }: Props) => (
  <div class="face-boxes">
    {faces.map((face) => {
      const { box, eyes, id } = face;
      const answer = answerOf(face, cut.value);
      const names = Object.keys(face.probabilities);
      const across = (x: number) => `${(100 * x) / width}%`;
      const down = (y: number) => `${(100 * y) / height}%`;
      return (
        <Fragment key={id}>
          <button
            type="button"
            class={`face-box${answer.isUnsure ? ' unsure' : ''}`}
            aria-pressed={active.value === id}
            aria-label={`Face ${id} ${answer.words}`}
            style={{
              left: across(box.x),
              top: down(box.y),
              width: across(box.width),
              height: down(box.height),
              '--face': classColour(names.indexOf(face.expression)),
            }}
            onClick={() => {
              active.value = active.value === id ? undefined : id;
            }}
          >
            <span class="face-box-label">
              <b>{id}</b> <span>{answer.short}</span>
            </span>
          </button>
          {eyes !== undefined &&
            [eyes.left, eyes.right].map(({ x, y }) => (
              <i key={`${id}-${x}`} class="face-eye" style={{ left: across(x), top: down(y) }} />
            ))}
        </Fragment>
      );
    })}
  </div>
);
