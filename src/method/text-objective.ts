// The losses of the text prompts alone, which do not depend on images: L_ta and L_pa.
import type { Tensor } from '../graph/tensor.ts';
import { contrastiveAlignment } from './losses/contrastive-alignment.ts';
import { cosineAlignment } from './losses/cosine-alignment.ts';
import { l1Alignment } from './losses/l1-alignment.ts';
import type { MethodOptions } from './options.ts';
import type { SoftPrompts } from './soft-prompt.ts';

export interface TextObjective {
  /** L_ta, Eq. 1-2. */
  readonly tokenAlignment?: Tensor;
  /** L_pa, Eq. 3. */
  readonly promptAlignment?: Tensor;
}

/** @param hard t* [C, Dt] and g* [C, E] */
export function textObjective(
  { tokens, text }: Pick<SoftPrompts, 'tokens' | 'text'>,
  hard: { readonly hardTokens: Tensor; readonly hardText: Tensor },
  options: MethodOptions,
): TextObjective {
  const promptAlignment = promptAlignmentOf(text, hard.hardText, options);
  return {
    ...(options.tokenAlignment && {
      tokenAlignment: contrastiveAlignment(tokens, hard.hardTokens, options.textTemperature),
    }),
    ...(promptAlignment && { promptAlignment }),
  };
}

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
