// The step of a run on one machine: a whole batch at once, or in parts of `microBatch` images.
import { dividedStep } from './divided-step.ts';
import type { StepCompiler } from './step.ts';
import { wholeStep } from './whole-step.ts';

export const localStep: StepCompiler = (engine, request) =>
  request.microBatch === undefined ? wholeStep(engine, request) : dividedStep(engine, request, request.microBatch);
