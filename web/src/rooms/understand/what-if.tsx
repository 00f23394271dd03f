// Change a face and see the answer change: regions covered by buttons or keys, more or less light, out of focus.
import { type ReadonlySignal, signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { keyFor, SingleKeys, useSingleKeys } from '../../project/single-keys.tsx';
import type { Studio } from '../../shell/studio.ts';
import type { ChangedFace, FaceChange } from '../../work/tasks/project/what-if.ts';
import { isStopped } from '../../work/work-failure.ts';

/** As src/explain names them; keys 1 to 7. */
const regions = ['brows', 'eyes', 'nose', 'cheeks', 'mouth', 'jaw', 'background'] as const;
const keys = regions.map((name, index) => ({ key: String(index + 1), does: `Cover ${name}` }));

const unchanged: FaceChange = { regions: [], light: 1, blur: 0 };

const isUnchanged = ({ regions: covered, light, blur }: FaceChange): boolean =>
  covered.length === 0 && light === 1 && blur === 0;

const wanted = signal(unchanged);

/** What the changed face is recognised as; undefined while it is unchanged. */
export function useWhatIf(
  studio: Studio,
  source: string,
  path: string | undefined,
  onFailure: (error: unknown) => void,
) {
  const answer = useSignal<(ChangedFace & { readonly words: string }) | undefined>(undefined);
  useEffect(() => {
    wanted.value = unchanged;
    answer.value = undefined;
  }, [source, path, answer]);
  const { value: change } = wanted;
  const newest = useRef(change);
  newest.current = change;
  const isLooking = useRef(false);
  useEffect(() => {
    if (path === undefined || isLooking.current) return;
    // One question at a time: those that a slider passes by are never asked.
    const look = async () => {
      for (let asked: FaceChange | undefined; asked !== newest.current; ) {
        asked = newest.current;
        const found = isUnchanged(asked)
          ? undefined
          : await (await studio.project.work()).call('whatIf', { source, path, change: asked });
        if (asked !== newest.current) continue;
        answer.value = found && { ...found, words: wordsOf(asked) };
        if (found !== undefined) studio.announce(`${wordsOf(asked)}: ${found.expression}`);
      }
    };
    isLooking.current = true;
    look()
      .catch((error: unknown) => {
        if (!isStopped(error)) onFailure(error);
      })
      .finally(() => {
        isLooking.current = false;
      });
  }, [studio, source, path, change, answer]);
  return answer as ReadonlySignal<typeof answer.value>;
}

/** `without eyes and mouth, with 40 % of the light` */
function wordsOf({ regions: covered, light, blur }: FaceChange): string {
  return [
    ...(covered.length > 0 ? [`without ${covered.join(' and ')}`] : []),
    ...(light !== 1 ? [`with ${Math.round(light * 100)} % of the light`] : []),
    ...(blur > 0 ? [`blurred by ${(blur * 100).toFixed(1)} % of its side`] : []),
  ].join(', ');
}

export function WhatIf() {
  const { value: change } = wanted;
  const toggle = (region: (typeof regions)[number]) => {
    const { regions: covered } = wanted.peek();
    wanted.value = {
      ...wanted.peek(),
      regions: covered.includes(region) ? covered.filter((own) => own !== region) : [...covered, region],
    };
  };
  useSingleKeys((key, event) => {
    const region = /^[1-7]$/.test(key) ? regions[Number(key) - 1] : undefined;
    if (region === undefined) return;
    event.preventDefault();
    toggle(region);
  });
  return (
    <>
      <h3 id="understand-cover">Change the face and see the answer change</h3>
      <div class="buttons">
        {regions.map((region, index) => (
          <Button
            key={region}
            pressed={change.regions.includes(region)}
            keys={keyFor(String(index + 1)).toUpperCase()}
            onClick={() => toggle(region)}
          >
            {region}
          </Button>
        ))}
        <SingleKeys keys={keys} />
      </div>
      <div class="understand-changes">
        {/* The slider is logarithmic: a tenth of the light is as far from all of it as four times as much is. */}
        <label class="understand-slider">
          Light: {Math.round(change.light * 100)} %
          <input
            type="range"
            min={-10}
            max={6}
            value={Math.round(10 * Math.log10(change.light))}
            aria-valuetext={`${Math.round(change.light * 100)} % of the light`}
            onInput={(event) => {
              wanted.value = { ...wanted.peek(), light: 10 ** (Number(event.currentTarget.value) / 10) };
            }}
          />
        </label>
        <label class="understand-slider">
          Blur: {(change.blur * 100).toFixed(1)} % of the side
          <input
            type="range"
            min={0}
            max={20}
            value={Math.round(change.blur * 200)}
            aria-valuetext={`${(change.blur * 100).toFixed(1)} % of the side`}
            onInput={(event) => {
              wanted.value = { ...wanted.peek(), blur: Number(event.currentTarget.value) / 200 };
            }}
          />
        </label>
        <Button disabled={isUnchanged(change)} onClick={() => (wanted.value = unchanged)}>
          As it was
        </Button>
      </div>
    </>
  );
}
