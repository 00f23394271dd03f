// The worker's task for a project: its files, the instant head, training, and why. Teach and Understand share it.
import { headCalls } from './project/calls/head-calls.ts';
import { pictureCalls } from './project/calls/picture-calls.ts';
import { projectCalls } from './project/calls/project-calls.ts';
import { reasonCalls } from './project/calls/reason-calls.ts';
import { runCalls } from './project/calls/run-calls.ts';
import { shareCalls } from './project/calls/share-calls.ts';

export const task = { ...projectCalls, ...pictureCalls, ...headCalls, ...runCalls, ...reasonCalls, ...shareCalls };
