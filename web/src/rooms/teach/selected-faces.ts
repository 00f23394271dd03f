// The faces that are selected in the grid, by path.
import { signal } from '@preact/signals';

export const selected = signal<ReadonlySet<string>>(new Set());

export function selectFaces(paths: Iterable<string>): void {
  selected.value = new Set(paths);
}
