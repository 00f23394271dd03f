// The losses of the text prompts alone, which do not depend on images: L_ta, L_pa and the tie of the class vectors.
import type { Tensor } from '../graph/tensor.ts';
import { unitLength } from '../nn/cosine.ts';
import { contrastiveAlignment } from './losses/contrastive-alignment.ts';
import { cosineAlignment } from './losses/cosine-alignment.ts';
import { l1Alignment } from './losses/l1-alignment.ts';
import { textMoments } from './losses/text-moments.ts';
import { textTie } from './losses/text-tie.ts';
import type { MethodOptions } from './options.ts';
import type { SoftPrompts } from './soft-prompt.ts';

export interface TextObjective {
  /** L_ta, Eq. 1-2. */
  readonly tokenAlignment?: Tensor;
  /** L_pa, Eq. 3. */
  readonly promptAlignment?: Tensor;
  /** |w - g*|^2. */
  readonly textTie?: Tensor;
  /** Distance of the moments of w from those of g*. */
  readonly textMoments?: Tensor;
}

/** @param vectors w [C, E] @param hard t* [C, Dt] and g* [C, E] */
export function textObjective(
  { tokens, text, vectors }: Pick<SoftPrompts, 'tokens' | 'text'> & { readonly vectors: Tensor },
  hard: { readonly hardTokens: Tensor; readonly hardText: Tensor },
  options: MethodOptions,
): TextObjective {
  const promptAlignment = promptAlignmentOf(text, hard.hardText, options);
  return {
    ...(options.tokenAlignment && {
      tokenAlignment: contrastiveAlignment(tokens, hard.hardTokens, options.textTemperature),
    }),
    ...(promptAlignment && { promptAlignment }),
    ...((options.textTie ?? 0) > 0 && { textTie: textTie(unitUnlessMoved(text, vectors), hard.hardText) }),
    ...(options.textMoments > 0 && { textMoments: textMoments(vectors, hard.hardText) }),
  };
}

/** Vectors without a residual are text features as they come, of any length. */
const unitUnlessMoved = (text: Tensor, vectors: Tensor): Tensor => (vectors === text ? unitLength(text) : vectors);

function promptAlignmentOf(soft: Tensor, hard: Tensor, options: MethodOptions): Tensor | undefined {
  switch (options.promptAlignment) {
    case 'contrastive':
      return contrastiveAlignment(soft, hard, options.textTemperature);
    case 'l1':
      return l1Alignment(soft, hard);
    case 'cosine':
      return cosineAlignment(soft, hard);
    case 'none':
      return undefined;
  }
}
