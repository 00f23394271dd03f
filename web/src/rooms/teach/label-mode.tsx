// Labelling by keys: one face at a time, blind to the head's guess, with every coder's own votes and how far coders agree.
import { signal, useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { ClassSwatch } from '../../components/class-style.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import { FaceImage } from '../../project/face-image.tsx';
import { type FaceRecord, notAFace } from '../../project/project-store.ts';
import { keyFor, SingleKeys, useSingleKeys } from '../../project/single-keys.tsx';
import type { Studio } from '../../shell/studio.ts';
import { AgreementLine } from './agreement-line.tsx';
import { CoderChoice, coder } from './coder-choice.tsx';
import { consensusOf } from './consensus.ts';
import { withKnownLabels } from './remove-class.ts';
import { answerFor } from './teach-state.ts';

const blind = signal(true);
const onlyOpen = signal(true);

interface Step {
  readonly path: string;
  readonly before: FaceRecord;
}

export function LabelMode({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const { classes, coders } = store.project.value;
  const own = coders.includes(coder.value ?? '') ? coder.value! : coders[0];
  const at = useSignal<string | undefined>(undefined);
  const done = useSignal<readonly Step[]>([]);
  const skipped = useSignal<ReadonlySet<string>>(new Set());
  const hasVote = (face: FaceRecord) => (own === undefined ? face.label !== undefined : face.votes[own] !== undefined);
  const queue = orderFor(store.faces.value, own).filter(
    (face) => !onlyOpen.value || !hasVote(face) || face.path === at.value,
  );
  const position = Math.max(
    0,
    queue.findIndex(({ path }) => path === at.value),
  );
  const face =
    queue.find(({ path }) => path === at.value) ?? queue.find(({ path }) => !skipped.value.has(path)) ?? queue[0];
  const left = store.faces.value.filter((each) => !hasVote(each)).length;

  const goTo = (index: number) => {
    at.value = queue[Math.min(queue.length - 1, Math.max(0, index))]?.path;
  };
  const next = (from: FaceRecord) => {
    const index = queue.findIndex(({ path }) => path === from.path);
    const after = [...queue.slice(index + 1), ...queue.slice(0, index)].find(
      (each) => !hasVote(each) && !skipped.value.has(each.path),
    );
    at.value = after?.path ?? queue[index + 1]?.path;
  };
  const put = (changed: FaceRecord) =>
    store.change({ faces: store.faces.value.map((each) => (each.path === changed.path ? changed : each)) });
  const vote = (label: string) => {
    if (face === undefined) return;
    done.value = [...done.value.slice(-199), { path: face.path, before: face }];
    const votes = own === undefined ? face.votes : { ...face.votes, [own]: label };
    put({ ...face, votes, label: own === undefined ? label : consensusOf(votes) });
    studio.announce(label);
    next(face);
  };
  const undo = () => {
    const last = done.value.at(-1);
    if (last === undefined) return;
    done.value = done.value.slice(0, -1);
    // A class may have been removed since.
    put(withKnownLabels(last.before, classes));
    at.value = last.path;
  };
  const skip = () => {
    if (face === undefined) return;
    skipped.value = new Set([...skipped.value, face.path]);
    next(face);
  };
  useSingleKeys((key, event) => {
    const digit = /^[1-9]$/.test(key) ? classes[Number(key) - 1] : undefined;
    if (digit !== undefined) vote(digit.name);
    else if (key === 'Backspace') undo();
    else if (key === 's') skip();
    else if (key === 'x') vote(notAFace);
    else if (key === 'ArrowRight') goTo(position + 1);
    else if (key === 'ArrowLeft') goTo(position - 1);
    else return;
    event.preventDefault();
  });

  if (classes.length === 0) return <StatusLine kind="quiet">Add classes first: their keys are 1 to 9</StatusLine>;
  if (store.faces.value.length === 0)
    return <StatusLine kind="quiet">Add faces first, without a label if you like</StatusLine>;
  return (
    <section aria-labelledby="teach-label">
      <div class="teach-grid-head teach-label-head">
        <h2 id="teach-label">{left === 0 ? 'Every face is labelled' : `${left} to label`}</h2>
        <CoderChoice studio={studio} own={own} />
        <label class="check-line">
          <input
            type="checkbox"
            checked={blind.value}
            onChange={(event) => (blind.value = event.currentTarget.checked)}
          />
          Blind: the head's guess is hidden
        </label>
        <label class="check-line">
          <input
            type="checkbox"
            checked={onlyOpen.value}
            onChange={(event) => (onlyOpen.value = event.currentTarget.checked)}
          />
          Only faces without a label
        </label>
        <SingleKeys
          keys={[
            ...classes.slice(0, 9).map(({ name }, index) => ({ key: String(index + 1), does: `Label as ${name}` })),
            { key: 'x', does: 'Not a face' },
            { key: 's', does: 'Skip' },
          ]}
        />
      </div>
      <div class="teach-stage">
        {face === undefined ? (
          <>
            <StatusLine kind="ok">Nothing is left to label</StatusLine>
            <div class="buttons">
              <Button onClick={() => studio.setParameters({ step: 'train' })}>Train prompts</Button>
              <Button onClick={() => studio.goTo('understand')}>See how good it is</Button>
              <Button onClick={() => (onlyOpen.value = false)}>Look through all faces again</Button>
            </div>
          </>
        ) : (
          <>
            <FaceImage store={store} path={face.path} size={240} alt="The face to label" />
            <Guess face={face} shown={!blind.value} own={own} />
          </>
        )}
      </div>
      <div class="teach-keys">
        {classes.map(({ name }, index) => (
          <Button
            key={name}
            onClick={() => vote(name)}
            pressed={face?.label === name && hasVote(face)}
            {...(index < 9 && { keys: keyFor(String(index + 1)).toUpperCase() })}
          >
            <ClassSwatch index={index} />
            {name}
          </Button>
        ))}
        <Button kind="quiet" keys={keyFor('x').toUpperCase()} onClick={() => vote(notAFace)}>
          Not a face
        </Button>
        <Button kind="quiet" keys={keyFor('s').toUpperCase()} onClick={skip}>
          Skip
        </Button>
        <Button kind="quiet" keys="⌫" disabled={done.value.length === 0} onClick={undo}>
          Undo
        </Button>
      </div>
      <AgreementLine studio={studio} />
    </section>
  );
}

/** Each coder has an order of their own, the same every time. */
function orderFor(faces: readonly FaceRecord[], own: string | undefined): readonly FaceRecord[] {
  if (own === undefined) return faces;
  const rank = (path: string) => {
    let hash = 2166136261;
    for (const letter of `${own} ${path}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
    return hash >>> 0;
  };
  const ranks = new Map(faces.map((face) => [face, rank(face.path)]));
  return [...faces].sort((a, b) => ranks.get(a)! - ranks.get(b)!);
}

function Guess({
  face,
  shown,
  own,
}: {
  readonly face: FaceRecord;
  readonly shown: boolean;
  readonly own: string | undefined;
}) {
  const found = answerFor(face.path);
  const mine = own === undefined ? face.label : face.votes[own];
  return (
    <p class="quiet">
      {mine !== undefined && `You said ${mine}. `}
      {shown &&
        found !== undefined &&
        `The head says ${found.classes[found.probabilities.indexOf(Math.max(...found.probabilities))]}.`}
      {!shown && mine === undefined && 'Which is it?'}
    </p>
  );
}
