// What a tower's configuration says about its blocks.
import { gelu, quickGelu } from '../nn/activation.ts';
import type { BlockOptions } from '../nn/block.ts';
import type { TransformerConfig } from './config.ts';

export const blockOptions = ({ heads, activation, epsilon }: TransformerConfig): BlockOptions => ({
  heads,
  epsilon,
  activation: activation === 'gelu' ? gelu : quickGelu,
});
