// Names of a CLIP's tensors in Hugging Face's files.
import type { StoredName } from './stored-name.ts';
import type { BlockWeights, ClipWeights, LinearWeights, NormWeights } from './weights.ts';

/** The names, for towers with the given numbers of layers. `pre_layrnorm` is misspelt in the original. */
export const huggingFaceNames = (imageLayers: number, textLayers: number): ClipWeights<StoredName> => ({
  image: {
    patchEmbedding: { name: 'vision_model.embeddings.patch_embedding.weight' },
    classEmbedding: { name: 'vision_model.embeddings.class_embedding' },
    positionEmbedding: { name: 'vision_model.embeddings.position_embedding.weight' },
    preNorm: norm('vision_model.pre_layrnorm'),
    blocks: blocks('vision_model', imageLayers),
    postNorm: norm('vision_model.post_layernorm'),
    projection: { name: 'visual_projection.weight' },
  },
  text: {
    tokenEmbedding: { name: 'text_model.embeddings.token_embedding.weight' },
    positionEmbedding: { name: 'text_model.embeddings.position_embedding.weight' },
    blocks: blocks('text_model', textLayers),
    finalNorm: norm('text_model.final_layer_norm'),
    projection: { name: 'text_projection.weight' },
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

const blocks = (tower: string, layers: number): BlockWeights<StoredName>[] =>
  Array.from({ length: layers }, (_, layer) => {
    const prefix = `${tower}.encoder.layers.${layer}`;
    return {
      attentionNorm: norm(`${prefix}.layer_norm1`),
      attention: {
        query: linear(`${prefix}.self_attn.q_proj`),
        key: linear(`${prefix}.self_attn.k_proj`),
        value: linear(`${prefix}.self_attn.v_proj`),
        output: linear(`${prefix}.self_attn.out_proj`),
      },
      feedForwardNorm: norm(`${prefix}.layer_norm2`),
      feedForward: { expand: linear(`${prefix}.mlp.fc1`), contract: linear(`${prefix}.mlp.fc2`) },
    };
  });
