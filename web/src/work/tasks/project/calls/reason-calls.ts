// How good a recogniser is and why it answers as it does, for Understand. Each part is loaded when it is first asked for.
import type { studio } from 'mpafer';
import type { WorkContext } from '../../../port.ts';
import { agreementOf } from '../agreement.ts';
import { solveHead } from '../instant-head.ts';
import type { Source } from '../judge.ts';
import { openModels } from '../models.ts';
import type { FaceChange } from '../what-if.ts';
import { encoded } from './encoded.ts';

const judging = () => import('../judge.ts');
const explaining = () => import('../explain.ts');
const changing = () => import('../what-if.ts');
const nearness = () => import('../nearest.ts');
const planes = () => import('../plane.ts');

export const reasonCalls = {
  async judge({ source }: { readonly source: Source }, context: WorkContext) {
    const own = await encoded(context);
    if (source === 'head') await solveHead(own.models, own.features, true);
    return (await judging()).judge(source, own.models, context.signal);
  },

  async explain(
    { source, path, target }: { readonly source: Source; readonly path: string; readonly target?: string },
    { assets }: WorkContext,
  ) {
    return (await explaining()).explain(source, path, await openModels(assets), target);
  },

  async whatIf(
    { source, path, change }: { readonly source: Source; readonly path: string; readonly change: FaceChange },
    { assets }: WorkContext,
  ) {
    return (await changing()).whatIf(source, path, change, await openModels(assets));
  },

  async near({ path }: { readonly path: string }, context: WorkContext) {
    return (await nearness()).nearestFaces(path, (await encoded(context)).features, 12);
  },

  async words({ source }: { readonly source: Source }, { assets }: WorkContext) {
    return (await nearness()).wordsOf(source, await openModels(assets));
  },

  async plane({ source }: { readonly source: Source }, context: WorkContext) {
    const own = await encoded(context);
    return (await planes()).plane(source, own.models, own.features);
  },

  async agreement({ first, second }: { readonly first: string; readonly second: string }): Promise<studio.Agreement> {
    return agreementOf(first, second);
  },
};
