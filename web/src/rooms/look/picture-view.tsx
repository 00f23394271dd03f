// One input, large: the picture with its faces' boxes, and beside it what each face shows.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { StatusLine } from '../../components/status-line.tsx';
import type { Studio } from '../../shell/studio.ts';
import { CutControl } from './cut-control.tsx';
import { FaceBoxes } from './face-boxes.tsx';
import { FaceCard } from './face-card.tsx';
import { HandOver } from './hand-over.tsx';
import type { Input } from './inputs.ts';
import { VideoView } from './video/video-view.tsx';

interface Props {
  readonly studio: Studio;
  readonly input: Input;
}

export const PictureView = ({ studio, input }: Props) =>
  input.isVideo ? <VideoView studio={studio} input={input} /> : <StillView studio={studio} input={input} />;

/** The address of a file, while it is shown. */
export function useAddress(file: File): string | undefined {
  const address = useSignal<string | undefined>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    address.value = made;
    return () => URL.revokeObjectURL(made);
  }, [file, address]);
  return address.value;
}

function StillView({ studio, input }: Props) {
  const { state, file, name } = input;
  const address = useAddress(file);
  const active = useSignal<number | undefined>(undefined);
  const { value } = state;
  const size = value.kind === 'picture' ? value.result.size : undefined;
  const faces = value.kind === 'picture' ? value.result.row.faces : [];
  const isUnreadable = value.kind === 'picture' && size === undefined;
  return (
    <>
      <figure class="look-stage">
        <div class="look-frame">
          {isUnreadable ? (
            <p class="quiet">This file cannot be shown</p>
          ) : (
            <div class="look-picture" style={size && { aspectRatio: `${size.width} / ${size.height}` }}>
              {address !== undefined && <img src={address} alt={`The input ${name}`} />}
              {size !== undefined && <FaceBoxes faces={faces} size={size} active={active} />}
            </div>
          )}
        </div>
        <figcaption>
          <span class="look-name">{name}</span>
          {size !== undefined && (
            <span class="quiet">
              {size.width} × {size.height}
            </span>
          )}
        </figcaption>
      </figure>
      <section class="look-faces" aria-label="Faces">
        <Status input={input} />
        {value.kind === 'picture' &&
          faces.map((face, index) => (
            <FaceCard
              key={face.id}
              studio={studio}
              face={face}
              picture={value.faces[index]}
              active={active}
              isAlone={faces.length === 1}
            />
          ))}
        {faces.length > 0 && <CutControl studio={studio} />}
        {faces.length > 0 && <HandOver studio={studio} input={input} />}
      </section>
    </>
  );
}

function Status({ input }: { readonly input: Input }) {
  const { value } = input.state;
  if (value.kind === 'waiting') return <StatusLine kind="busy">Waiting for the recogniser</StatusLine>;
  if (value.kind === 'working') return <StatusLine kind="busy">Faces are being looked for</StatusLine>;
  if (value.kind === 'failed') return <StatusLine kind="bad">{value.reasons.join('. ')}</StatusLine>;
  if (value.kind !== 'picture') return null;
  const { row, warning } = value.result;
  return (
    <>
      {row.status === 'no-face' && (
        <StatusLine kind="unsure">No face was found. Faces need some 30 pixels, and both eyes in view.</StatusLine>
      )}
      {row.status !== 'ok' && row.status !== 'no-face' && <StatusLine kind="bad">{row.reason}</StatusLine>}
      {warning !== undefined && (row.status === 'ok' || row.status === 'no-face') && (
        <StatusLine kind="unsure">{warning}</StatusLine>
      )}
    </>
  );
}
