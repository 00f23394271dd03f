// A button with a list of actions under it. Arrow keys move, Escape and a click elsewhere close.
import './menu.css';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { ButtonKind } from './button.tsx';

export interface MenuItem {
  readonly label: string;
  /** A sentence on what it does. */
  readonly about?: string;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

export interface MenuProps {
  readonly kind?: ButtonKind;
  readonly label: ComponentChildren;
  readonly items: readonly MenuItem[];
  readonly disabled?: boolean;
}

export function Menu({ kind = 'plain', label, items, disabled = false }: MenuProps) {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const list = useId();
  const entries = () => [...root.current!.querySelectorAll<HTMLButtonElement>('[role=menuitem]:not(:disabled)')];
  const close = (toButton: boolean) => {
    open.value = false;
    if (toButton) root.current?.querySelector('button')?.focus();
  };
  useEffect(() => {
    if (!open.value) return;
    entries()[0]?.focus();
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) close(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open.value]);
  const move = (event: KeyboardEvent) => {
    if (!open.value) return;
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') close(true);
    else if (event.key === 'Tab') close(false);
    else if (next !== undefined) all.at(next % all.length)?.focus();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the list inside
    <div class="menu" ref={root} onKeyDown={move}>
      <button
        type="button"
        class={`button ${kind}`}
        disabled={disabled}
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={list}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {label}
        <span aria-hidden="true" class="menu-mark" />
      </button>
      <div id={list} role="menu" class="menu-list" hidden={!open.value}>
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            disabled={item.disabled}
            onClick={() => {
              close(true);
              item.onChoose();
            }}
          >
            {item.label}
            {item.about !== undefined && <small>{item.about}</small>}
          </button>
        ))}
      </div>
    </div>
  );
}
