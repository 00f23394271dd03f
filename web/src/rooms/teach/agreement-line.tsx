// How far the first two coders agree: Cohen's kappa with its interval, and how many faces are tied.
import { useSignal, useSignalEffect } from '@preact/signals';
import { StatusLine } from '../../components/status-line.tsx';
import type { Studio } from '../../shell/studio.ts';

export function AgreementLine({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const line = useSignal<string | undefined>(undefined);
  useSignalEffect(() => {
    const [first, second] = store.project.value.coders;
    void store.faces.value;
    line.value = undefined;
    if (first === undefined || second === undefined) return;
    const timer = setTimeout(async () => {
      await store.saved();
      const found = await (await store.work()).call('agreement', { first, second }).catch(() => undefined);
      if (found === undefined) {
        line.value = `No face was labelled by both ${first} and ${second} yet`;
        return;
      }
      const { n, observed, kappa, interval } = found;
      const range = Number.isNaN(interval[0]) ? '' : ` (95 %: ${interval[0].toFixed(2)} to ${interval[1].toFixed(2)})`;
      const ties = store.faces
        .peek()
        .filter(({ label, votes }) => label === undefined && Object.keys(votes).length > 1).length;
      const shown = Number.isNaN(kappa)
        ? 'kappa says nothing, since both always gave one label'
        : `kappa ${kappa.toFixed(2)}${range}`;
      line.value = `${first} and ${second} agree on ${Math.round(observed * 100)} % of ${n} faces, ${shown}; ${ties} tied`;
    }, 300);
    return () => clearTimeout(timer);
  });
  return line.value === undefined ? null : <StatusLine kind="quiet">{line.value}</StatusLine>;
}
