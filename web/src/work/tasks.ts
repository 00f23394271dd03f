// The tasks of the worker, by name: each is a part of its script that is loaded on demand.
import type { task as look } from './tasks/look.ts';
import type { task as project } from './tasks/project.ts';

export interface Tasks {
  readonly look: typeof look;
  readonly project: typeof project;
}

export type TaskName = keyof Tasks;
