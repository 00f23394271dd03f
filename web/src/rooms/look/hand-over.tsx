// Hands the faces of a picture to the project, where they can be labelled and taught.
import { useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { Studio } from '../../shell/studio.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import type { Input } from './inputs.ts';

/** The side of a face in a project, in pixels. */
const side = 96;

type Outcome =
  | { readonly kind: 'added'; readonly count: number }
  | { readonly kind: 'failed'; readonly reasons: readonly string[] };

export function HandOver({ studio, input }: { readonly studio: Studio; readonly input: Input }) {
  const busy = useSignal(false);
  const outcome = useSignal<Outcome | undefined>(undefined);
  const add = async () => {
    busy.value = true;
    try {
      await studio.project.open();
      // What people must be told comes before their first face.
      if (studio.project.project.value.noticeRead === undefined) {
        studio.goTo('teach');
        return;
      }
      outcome.value = { kind: 'added', count: await handOver(studio, input) };
    } catch (error) {
      outcome.value = { kind: 'failed', reasons: sentencesOf(error) };
    } finally {
      busy.value = false;
    }
  };
  const { value } = outcome;
  return (
    <div class="hand-over">
      <Button busy={busy.value} onClick={() => void add()}>
        <Icon name="face" />
        Teach with these faces
      </Button>
      {value?.kind === 'added' && (
        <StatusLine kind="ok">
          {value.count === 0 ? 'The project has these faces already.' : `${value.count} added to the project.`}{' '}
          <a href="#teach">Label them</a>
        </StatusLine>
      )}
      {value?.kind === 'failed' && <StatusLine kind="bad">{value.reasons.join('. ')}</StatusLine>}
    </div>
  );
}

/** @returns how many were new */
async function handOver(studio: Studio, { file, name, id }: Input): Promise<number> {
  const { faces } = await (await studio.look).call('faces', { picture: file, side });
  return studio.project.addFaces(
    faces.map(({ crop, box }) => ({ crop, box, source: name, burst: `look-${id}-${name}` })),
  );
}
