// A place for files: dropped on it, or pasted anywhere while it is shown. What is dropped beside it does not replace the page.
import './drop-zone.css';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { filesOf } from './dropped-files.ts';

export interface DropZoneProps {
  /** What can be dropped, for people who listen. */
  readonly label: string;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ComponentChildren;
}

export function DropZone({ label, onFiles, children }: DropZoneProps) {
  const over = useSignal(false);
  useEffect(() => {
    const allow = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const drop = async (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      over.value = false;
      const files = await filesOf(event.dataTransfer);
      if (files.length > 0) onFiles(files);
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(files);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) over.value = false;
    };
    const enter = () => {
      over.value = true;
    };
    document.addEventListener('dragenter', enter);
    document.addEventListener('dragover', allow);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('dragenter', enter);
      document.removeEventListener('dragover', allow);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
      document.removeEventListener('paste', paste);
    };
  }, [onFiles, over]);
  return (
    <section class={`drop-zone${over.value ? ' over' : ''}`} aria-label={label}>
      {children}
    </section>
  );
}
