// The judgement that is shown: made again when the recogniser or the project changes.
import { signal } from '@preact/signals';
import type { Studio } from '../../shell/studio.ts';
import type { Judged } from '../../work/tasks/project/judge.ts';

export type JudgementState =
  | { readonly kind: 'none' }
  | { readonly kind: 'judging' }
  | { readonly kind: 'judged'; readonly judged: Judged }
  | { readonly kind: 'failed'; readonly error: unknown };

export const judgement = signal<JudgementState>({ kind: 'none' });

let latest = 0;

export async function judge(studio: Studio, source: string): Promise<void> {
  const own = ++latest;
  judgement.value = { kind: 'judging' };
  try {
    await studio.project.saved();
    const judged = await (await studio.project.work()).call('judge', { source });
    if (own === latest) judgement.value = { kind: 'judged', judged };
  } catch (error) {
    if (own === latest) judgement.value = { kind: 'failed', error };
  }
}
