// A chart with its sentence and its numbers: the drawing is for the eye, the table beside it for everybody else.
import './figure.css';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Button } from './button.tsx';

export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface FigureProps {
  /** What one sees, in a sentence. */
  readonly caption: string;
  readonly table: FigureTable;
  /** Whether the drawing has controls, which everybody must reach; it then hides what is only for the eye itself. */
  readonly interactive?: boolean;
  /** The drawing. */
  readonly children: ComponentChildren;
}

const pageRows = 25;

export function Figure({ caption, table, interactive = false, children }: FigureProps) {
  const shown = useSignal(false);
  const page = useSignal(0);
  const id = useId();
  const pages = Math.max(1, Math.ceil(table.rows.length / pageRows));
  const current = Math.min(page.value, pages - 1);
  const rows = table.rows.slice(current * pageRows, (current + 1) * pageRows);
  return (
    <figure class="figure" aria-labelledby={id}>
      <div aria-hidden={interactive ? undefined : 'true'}>{children}</div>
      <figcaption id={id}>{caption}</figcaption>
      <Button kind="quiet" pressed={shown.value} onClick={() => (shown.value = !shown.value)}>
        {shown.value ? 'Hide numbers' : 'Show numbers'}
      </Button>
      <div class={shown.value ? 'figure-table' : 'hidden-text'}>
        <table>
          <caption class="hidden-text">{caption}</caption>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...rest], index) => (
              <tr key={`${current}-${index}`}>
                <th scope="row">{first}</th>
                {rest.map((cell, at) => (
                  <td key={table.columns[at + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {pages > 1 && (
          <div class="buttons">
            <Button kind="quiet" disabled={current === 0} onClick={() => (page.value = current - 1)}>
              Previous rows
            </Button>
            <span class="quiet">
              Page {current + 1} of {pages}
            </span>
            <Button kind="quiet" disabled={current === pages - 1} onClick={() => (page.value = current + 1)}>
              Next rows
            </Button>
          </div>
        )}
      </div>
    </figure>
  );
}
