// Light or dark: as the system has it, unless the user chose.
import { effect, signal } from '@preact/signals';

export const themes = ['system', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

const key = 'mpafer-theme';

const stored = (): Theme => themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system';

export const theme = signal<Theme>(stored());

/** Applies the theme now and whenever it changes. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    if (theme.value === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, theme.value);
  });
}
