// Shown once, before the first face: what this may not be used for, and that people must be told and asked.
import { Button } from '../../components/button.tsx';
import type { ProjectStore } from '../../project/project-store.ts';

export function Notice({ store }: { readonly store: ProjectStore }) {
  const { project, state } = store;
  if (project.value.noticeRead !== undefined || state.value.kind !== 'open' || state.value.readOnly) return null;
  const read = () => store.change({ project: { ...project.value, noticeRead: new Date().toISOString().slice(0, 10) } });
  return (
    <section class="teach-notice" aria-labelledby="teach-notice">
      <h2 id="teach-notice">Before the first face</h2>
      <ul>
        <li>
          <strong>An expression is not a feeling.</strong> What you teach names what a face shows, and is often wrong.
        </li>
        <li>
          <strong>Not at work, not in education.</strong> Inferring emotions there is banned in the EU (AI Act, Article
          5(1)(f)).
        </li>
        <li>
          <strong>Tell people, and ask them.</strong> Whoever is in view must be told clearly, at the latest when it
          happens. Write down under People who agreed, when and for what; faces of those who refuse are never used.
        </li>
      </ul>
      <Button kind="primary" onClick={read}>
        I have read this
      </Button>
    </section>
  );
}
