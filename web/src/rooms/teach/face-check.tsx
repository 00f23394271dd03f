// Warnings before they cost anything: lopsided classes at once, faces that look nearly the same when asked for.
import { signal, useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { Progress } from '../../components/progress.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import { FaceImage } from '../../project/face-image.tsx';
import type { FaceRecord } from '../../project/project-store.ts';
import type { Studio } from '../../shell/studio.ts';
import type { NearTwins } from '../../work/tasks/project/near-twins.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import { classBalance } from './class-balance.ts';
import { listed } from './listed.ts';
import { selectFaces } from './selected-faces.ts';

/** What was found, of which table of faces. */
const found = signal<{ readonly of: readonly FaceRecord[]; readonly groups: readonly NearTwins[] } | undefined>(
  undefined,
);

const shownGroups = 12;

export function FaceCheck({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const faces = store.faces.value;
  const progress = useSignal<{ readonly done: number; readonly of: number } | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  const { scarce, largest, alone } = classBalance(store.project.value.classes, faces);
  const look = async () => {
    failure.value = undefined;
    progress.value = { done: 0, of: faces.length };
    try {
      await store.saved();
      const of = store.faces.peek();
      const onProgress = (value: unknown) => {
        progress.value = value as typeof progress.value;
      };
      found.value = { of, groups: await (await store.work()).call('nearTwins', {}, { onProgress }) };
      studio.announce(sentenceOf(found.value.groups));
    } catch (error) {
      failure.value = error;
    } finally {
      progress.value = undefined;
    }
  };
  if (faces.length < 2) return null;
  return (
    <section class="teach-check" aria-label="Check of the faces">
      {scarce.length > 0 && (
        <StatusLine kind="unsure">
          {listed(scarce.map(({ name, faces: own }) => `${name} (${own})`))} {scarce.length === 1 ? 'has' : 'have'} far
          fewer faces than {largest!.name} ({largest!.faces}), and will be recognised too seldom: add some
        </StatusLine>
      )}
      {alone.length > 0 && (
        <StatusLine kind="unsure">
          All faces of {listed(alone)} are of one person or burst: how well {alone.length === 1 ? 'it is' : 'they are'}{' '}
          recognised on others cannot be measured
        </StatusLine>
      )}
      {progress.value === undefined ? (
        <Button onClick={() => void look()}>Look for faces that are nearly the same</Button>
      ) : (
        <Progress label="Comparing the faces" value={progress.value.done} max={progress.value.of} />
      )}
      {failure.value !== undefined && <StatusLine kind="bad">{sentencesOf(failure.value).join('. ')}</StatusLine>}
      {found.value?.of === faces && <Twins studio={studio} groups={found.value.groups} />}
    </section>
  );
}

function sentenceOf(groups: readonly NearTwins[]): string {
  if (groups.length === 0) return 'No two faces look nearly the same';
  const copies = groups.reduce((sum, { paths }) => sum + paths.length - 1, 0);
  return `${copies} face${copies === 1 ? ' looks' : 's look'} nearly like another, in ${groups.length} group${groups.length === 1 ? '' : 's'}`;
}

function Twins({ studio, groups }: { readonly studio: Studio; readonly groups: readonly NearTwins[] }) {
  const labels = new Map(studio.project.faces.value.map(({ path, label }) => [path, label]));
  const differing = groups.filter(({ labelsDiffer }) => labelsDiffer).length;
  const divided = groups.filter(({ divided: is }) => is).length;
  // The doubtful ones come first.
  const sorted = [...groups].sort((a, b) => rank(b) - rank(a));
  return (
    <>
      <StatusLine kind={groups.length === 0 ? 'ok' : 'unsure'}>{sentenceOf(groups)}</StatusLine>
      {differing > 0 && (
        <StatusLine kind="bad">
          {differing} group{differing === 1 ? ' has' : 's have'} different labels: one of them is wrong
        </StatusLine>
      )}
      {divided > 0 && (
        <StatusLine kind="unsure">
          {divided} group{divided === 1 ? ' is' : 's are'} of several people or bursts: a test may ask what was learnt
          by heart. Say who it is, or remove the copies
        </StatusLine>
      )}
      {groups.length > 0 && (
        <>
          <Button onClick={() => selectFaces(groups.flatMap(({ paths }) => paths.slice(1)))}>
            Select all but one of each group
          </Button>
          <ul class="teach-twins">
            {sorted.slice(0, shownGroups).map(({ paths }) => (
              <li key={paths[0]}>
                {paths.slice(0, 6).map((path) => (
                  <figure key={path}>
                    <FaceImage store={studio.project} path={path} size={48} />
                    <figcaption>{labels.get(path) ?? 'no label'}</figcaption>
                  </figure>
                ))}
                {paths.length > 6 && <span class="quiet">and {paths.length - 6} more</span>}
              </li>
            ))}
          </ul>
          {groups.length > shownGroups && <p class="quiet">{groups.length - shownGroups} more groups are not shown.</p>}
        </>
      )}
    </>
  );
}

const rank = ({ labelsDiffer, divided }: NearTwins): number => (labelsDiffer ? 2 : 0) + (divided ? 1 : 0);
