// Builds the studio before the files of a run, which would each build it: `node --test --test-global-setup` with this file.
import { builtStudio } from './studio/built-studio.ts';

export async function globalSetup(): Promise<void> {
  await builtStudio();
}
