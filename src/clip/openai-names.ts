// Names of a CLIP's tensors in OpenAI's files: query, key and value in one tensor, projections stored [in, out].
import type { StoredName } from './stored-name.ts';
import type { BlockWeights, ClipWeights, LinearWeights, NormWeights } from './weights.ts';

/** The names, for towers with the given numbers of layers. */
export const openaiNames = (imageLayers: number, textLayers: number): ClipWeights<StoredName> => ({
  image: {
    patchEmbedding: { name: 'visual.conv1.weight' },
    classEmbedding: { name: 'visual.class_embedding' },
    positionEmbedding: { name: 'visual.positional_embedding' },
    preNorm: norm('visual.ln_pre'),
    blocks: blocks('visual.transformer', imageLayers),
    postNorm: norm('visual.ln_post'),
    projection: { name: 'visual.proj', transposed: true },
  },
  text: {
    tokenEmbedding: { name: 'token_embedding.weight' },
    positionEmbedding: { name: 'positional_embedding' },
    blocks: blocks('transformer', textLayers),
    finalNorm: norm('ln_final'),
    projection: { name: 'text_projection', transposed: true },
  },
  logitScale: { name: 'logit_scale' },
});

const norm = (prefix: string): NormWeights<StoredName> => ({
  scale: { name: `${prefix}.weight` },
  bias: { name: `${prefix}.bias` },
});

const linear = (prefix: string): LinearWeights<StoredName> => ({
  weight: { name: `${prefix}.weight` },
  bias: { name: `${prefix}.bias` },
});

const third = (prefix: string, third: 0 | 1 | 2): LinearWeights<StoredName> => ({
  weight: { name: `${prefix}.in_proj_weight`, third },
  bias: { name: `${prefix}.in_proj_bias`, third },
});

const blocks = (tower: string, layers: number): BlockWeights<StoredName>[] =>
  Array.from({ length: layers }, (_, layer) => {
    const prefix = `${tower}.resblocks.${layer}`;
    return {
      attentionNorm: norm(`${prefix}.ln_1`),
      attention: {
        query: third(`${prefix}.attn`, 0),
        key: third(`${prefix}.attn`, 1),
        value: third(`${prefix}.attn`, 2),
        output: linear(`${prefix}.attn.out_proj`),
      },
      feedForwardNorm: norm(`${prefix}.ln_2`),
      feedForward: { expand: linear(`${prefix}.mlp.c_fc`), contract: linear(`${prefix}.mlp.c_proj`) },
    };
  });
