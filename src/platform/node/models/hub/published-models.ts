// OpenAI's CLIP checkpoints on the hub: commit, size, digest and licence.

export interface PublishedModel {
  /** Name on the hub. */
  readonly id: string;
  /** Name in OpenAI's own package. */
  readonly alias: string;
  /** The commit that is pulled by default. Not a branch, so that it never changes. */
  readonly revision: string;
  /** Download size in MB. */
  readonly megabytes: number;
  /** Digest of model.safetensors if several sources agree on it; otherwise the hub's statement for this commit is trusted. */
  readonly sha256?: string;
  readonly licence: string;
}

const licence = 'MIT (repository openai/CLIP); its model card puts deployed use out of scope';

/**
 * Commits with safetensors. For both B models these are the hub's conversions of OpenAI's pickled weights, as their main branches contain
 * only pickles.
 */
export const publishedModels: readonly PublishedModel[] = [
  {
    id: 'openai/clip-vit-base-patch32',
    alias: 'ViT-B/32',
    revision: 'b33cedfd0df4e43b8238760678fcc89e1a0d38b3',
    megabytes: 609,
    sha256: '99d28a652e6ec46629ab7047a0ac82c69b1fe11e0ce672c43af65d3a9a3fc05d',
    licence,
  },
  {
    id: 'openai/clip-vit-base-patch16',
    alias: 'ViT-B/16',
    revision: '5ef227a78de3f75873f373246dac80def63b0003',
    megabytes: 602,
    licence,
  },
  {
    id: 'openai/clip-vit-large-patch14',
    alias: 'ViT-L/14',
    revision: '32bd64288804d66eefd0ccbe215aa642df71cc41',
    megabytes: 1714,
    sha256: 'a2bf730a0c7debf160f7a6b50b3aaf3703e7e88ac73de7a314903141db026dcb',
    licence,
  },
];

export const publishedModel = (id: string): PublishedModel | undefined => publishedModels.find((own) => own.id === id);
