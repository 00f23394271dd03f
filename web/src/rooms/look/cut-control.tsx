// How confident an answer must be: the recogniser's own threshold, or the user's, kept in the address.
import { effect } from '@preact/signals';
import { wholePercent } from 'mpafer/face-words';
import { useId } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import type { Studio } from '../../shell/studio.ts';
import { chosenCut, cut, usualCut } from './answer.ts';

/** Takes the threshold from the address, and from the recogniser. */
export function followCut(studio: Studio): () => void {
  return effect(() => {
    const { value } = studio.ready;
    if (value.kind === 'ready') usualCut.value = value.abstainBelow ?? 0;
    const asked = Number(studio.route.value.parameters.cut);
    chosenCut.value = asked >= 0 && asked <= 100 && studio.route.value.parameters.cut !== '' ? asked / 100 : undefined;
  });
}

export function CutControl({ studio }: { readonly studio: Studio }) {
  const id = useId();
  const isOwn = chosenCut.value !== undefined;
  return (
    <div class="cut-control">
      <label for={id}>
        Say “unsure” below <strong>{wholePercent(cut.value)}</strong>
      </label>
      <input
        id={id}
        type="range"
        min="0"
        max="95"
        value={Math.round(100 * cut.value)}
        onInput={({ currentTarget }) => studio.setParameters({ cut: currentTarget.value })}
      />
      <p class="quiet">
        {isOwn
          ? `Your own choice; the recogniser's is ${usualCut.value === 0 ? 'to answer always' : wholePercent(usualCut.value)}.`
          : usualCut.value === 0
            ? 'This recogniser has no threshold of its own: it always answers.'
            : "The recogniser's own threshold, chosen on faces that it was not trained on."}
        {isOwn && (
          <Button kind="quiet" onClick={() => studio.setParameters({ cut: undefined })}>
            Use it
          </Button>
        )}
      </p>
    </div>
  );
}
