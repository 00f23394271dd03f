// Opens a copy of the project that `mpafer studio PROJECT` hands over, once: the address says that there is one.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { StatusLine } from '../components/status-line.tsx';
import { sentencesOf } from '../work/work-failure.ts';
import type { Studio } from './studio.ts';

const place = 'given/project.zip';

export function GivenProject({ studio }: { readonly studio: Studio }) {
  const failed = useSignal<readonly string[] | undefined>(undefined);
  const isGiven = studio.route.value.parameters.given === 'project';
  useEffect(() => {
    if (!isGiven) return;
    const open = async () => {
      await studio.loaded;
      const response = await fetch(new URL(place, document.baseURI));
      if (!response.ok) throw new Error('Cannot open the project: this studio was started without one');
      const file = new File([await response.blob()], 'project.zip', { type: 'application/zip' });
      await studio.project.adopt(file, () => {});
      // A second visit of the same address would make another copy.
      studio.setParameters({ given: undefined });
    };
    open().catch((error: unknown) => {
      failed.value = sentencesOf(error);
    });
  }, [studio, isGiven, failed]);
  if (failed.value !== undefined) return <StatusLine kind="bad">{failed.value.join('. ')}</StatusLine>;
  return isGiven ? <StatusLine kind="busy">The project is being opened</StatusLine> : null;
}
