// What is shown of a video, and how it is recognised: smoothed, raw, or against the resting face.
import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Button } from '../../../components/button.tsx';
import type { Studio } from '../../../shell/studio.ts';
import type { Input } from '../inputs.ts';
import { recogniseVideo } from '../recognise-inputs.ts';
import type { Shown } from './people.ts';
import { baselineSeconds, framesPerSecond } from './video-settings.ts';

const ways: readonly (readonly [Shown, string])[] = [
  ['smoothed', 'Smoothed, raw beside'],
  ['raw', 'Raw'],
  ['relative', 'Against the resting face'],
];

const rates = [undefined, 15, 10, 5, 2, 1] as const;

interface Props {
  readonly studio: Studio;
  readonly input: Input;
  readonly shown: Signal<Shown>;
}

export function VideoSettings({ studio, input, shown }: Props) {
  const [way, rate, rest] = [useId(), useId(), useId()];
  const { value } = input.state;
  const isRunning = value.kind === 'video' && value.progress === 'running';
  return (
    <div class="video-settings">
      <label for={way}>Show</label>
      <select
        id={way}
        value={shown.value}
        onChange={({ currentTarget }) => {
          shown.value = currentTarget.value as Shown;
        }}
      >
        {ways.map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
      <label for={rate}>Frames</label>
      <select
        id={rate}
        value={String(framesPerSecond.value ?? 'all')}
        onChange={({ currentTarget }) => {
          framesPerSecond.value = currentTarget.value === 'all' ? undefined : Number(currentTarget.value);
        }}
      >
        {rates.map((each) => (
          <option key={each ?? 'all'} value={String(each ?? 'all')}>
            {each === undefined ? 'All' : `${each} a second`}
          </option>
        ))}
      </select>
      <label for={rest}>Resting face</label>
      <select
        id={rest}
        value={String(baselineSeconds.value)}
        onChange={({ currentTarget }) => {
          baselineSeconds.value = Number(currentTarget.value);
        }}
      >
        {[0, 1, 3, 5, 10].map((seconds) => (
          <option key={seconds} value={String(seconds)}>
            {seconds === 0 ? 'None' : `First ${seconds} s of each person`}
          </option>
        ))}
      </select>
      <Button disabled={isRunning || value.kind !== 'video'} onClick={() => void recogniseVideo(studio, input)}>
        Recognise again
      </Button>
    </div>
  );
}
