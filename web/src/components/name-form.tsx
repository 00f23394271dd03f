// One line to name something new, and a button that adds it.
import './name-form.css';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Button } from './button.tsx';
import { StatusLine } from './status-line.tsx';

export interface NameFormProps {
  /** For people who cannot see it, such as `Name of a new class`. */
  readonly label: string;
  readonly placeholder: string;
  readonly button: string;
  /** Adds it, trimmed. @returns why it cannot be added; undefined once it is */
  readonly onAdd: (name: string) => string | undefined;
  /** Behind the button. */
  readonly children?: ComponentChildren;
}

export function NameForm({ label, placeholder, button, onAdd, children }: NameFormProps) {
  const name = useSignal('');
  const problem = useSignal<string | undefined>(undefined);
  const submit = (event: Event) => {
    event.preventDefault();
    const wanted = name.value.trim();
    problem.value = wanted === '' ? 'Write a name first' : onAdd(wanted);
    if (problem.value === undefined) name.value = '';
  };
  return (
    <>
      <form class="name-form" onSubmit={submit}>
        <label>
          <span class="hidden-text">{label}</span>
          <input
            value={name.value}
            placeholder={placeholder}
            maxLength={200}
            onInput={(event) => (name.value = event.currentTarget.value)}
          />
        </label>
        <Button type="submit">{button}</Button>
        {children}
      </form>
      {problem.value !== undefined && <StatusLine kind="bad">{problem.value}</StatusLine>}
    </>
  );
}
