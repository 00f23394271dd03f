// The weights of a CLIP as one typed record, generic over what represents a weight: a stored tensor, an array, a graph tensor, a shape, a name.

/** A layer norm over width D: `scale` and `bias` [D]. */
export interface NormWeights<T> {
  readonly scale: T;
  readonly bias: T;
}

/** y = x W' + b: `weight` [out, in], `bias` [out]. */
export interface LinearWeights<T> {
  readonly weight: T;
  readonly bias: T;
}

export interface AttentionWeights<T> {
  readonly query: LinearWeights<T>;
  readonly key: LinearWeights<T>;
  readonly value: LinearWeights<T>;
  readonly output: LinearWeights<T>;
}

/** One residual block of a tower. */
export interface BlockWeights<T> {
  readonly attentionNorm: NormWeights<T>;
  readonly attention: AttentionWeights<T>;
  readonly feedForwardNorm: NormWeights<T>;
  readonly feedForward: { readonly expand: LinearWeights<T>; readonly contract: LinearWeights<T> };
}

export interface ImageTowerWeights<T> {
  /** [Dv, 3, p, p], p the patch's side. */
  readonly patchEmbedding: T;
  /** [Dv] */
  readonly classEmbedding: T;
  /** [1+N, Dv], the class token's first. */
  readonly positionEmbedding: T;
  readonly preNorm: NormWeights<T>;
  readonly blocks: readonly BlockWeights<T>[];
  readonly postNorm: NormWeights<T>;
  /** [E, Dv] */
  readonly projection: T;
}

export interface TextTowerWeights<T> {
  /** [vocabulary, Dt] */
  readonly tokenEmbedding: T;
  /** [T, Dt] */
  readonly positionEmbedding: T;
  readonly blocks: readonly BlockWeights<T>[];
  readonly finalNorm: NormWeights<T>;
  /** [E, Dt] */
  readonly projection: T;
}

export interface ClipWeights<T> {
  readonly image: ImageTowerWeights<T>;
  readonly text: TextTowerWeights<T>;
  /** Logarithm of the factor on cosines, scalar. */
  readonly logitScale: T;
}

/** What becomes of one weight. `path` is its place in the record, e.g. `image.blocks.3.attention.query.weight`. */
export type WeightMapping<T, U> = (weight: T, path: string) => U;

/** The same record with `f` applied to every weight, in a fixed order. */
export const mapWeights = <T, U>(weights: ClipWeights<T>, f: WeightMapping<T, U>): ClipWeights<U> => ({
  image: mapImageTower(weights.image, f, 'image'),
  text: mapTextTower(weights.text, f, 'text'),
  logitScale: f(weights.logitScale, 'logitScale'),
});

/** Every weight with its path, in the order of `mapWeights`. */
export function listWeights<T>(weights: ClipWeights<T>): (readonly [path: string, weight: T])[] {
  const list: (readonly [string, T])[] = [];
  mapWeights(weights, (weight, path) => list.push([path, weight]));
  return list;
}

export const mapImageTower = <T, U>(
  tower: ImageTowerWeights<T>,
  f: WeightMapping<T, U>,
  path: string,
): ImageTowerWeights<U> => ({
  patchEmbedding: f(tower.patchEmbedding, `${path}.patchEmbedding`),
  classEmbedding: f(tower.classEmbedding, `${path}.classEmbedding`),
  positionEmbedding: f(tower.positionEmbedding, `${path}.positionEmbedding`),
  preNorm: mapNorm(tower.preNorm, f, `${path}.preNorm`),
  blocks: tower.blocks.map((block, layer) => mapBlock(block, f, `${path}.blocks.${layer}`)),
  postNorm: mapNorm(tower.postNorm, f, `${path}.postNorm`),
  projection: f(tower.projection, `${path}.projection`),
});

export const mapTextTower = <T, U>(
  tower: TextTowerWeights<T>,
  f: WeightMapping<T, U>,
  path: string,
): TextTowerWeights<U> => ({
  tokenEmbedding: f(tower.tokenEmbedding, `${path}.tokenEmbedding`),
  positionEmbedding: f(tower.positionEmbedding, `${path}.positionEmbedding`),
  blocks: tower.blocks.map((block, layer) => mapBlock(block, f, `${path}.blocks.${layer}`)),
  finalNorm: mapNorm(tower.finalNorm, f, `${path}.finalNorm`),
  projection: f(tower.projection, `${path}.projection`),
});

const mapBlock = <T, U>(block: BlockWeights<T>, f: WeightMapping<T, U>, path: string): BlockWeights<U> => ({
  attentionNorm: mapNorm(block.attentionNorm, f, `${path}.attentionNorm`),
  attention: {
    query: mapLinear(block.attention.query, f, `${path}.attention.query`),
    key: mapLinear(block.attention.key, f, `${path}.attention.key`),
    value: mapLinear(block.attention.value, f, `${path}.attention.value`),
    output: mapLinear(block.attention.output, f, `${path}.attention.output`),
  },
  feedForwardNorm: mapNorm(block.feedForwardNorm, f, `${path}.feedForwardNorm`),
  feedForward: {
    expand: mapLinear(block.feedForward.expand, f, `${path}.feedForward.expand`),
    contract: mapLinear(block.feedForward.contract, f, `${path}.feedForward.contract`),
  },
});

const mapNorm = <T, U>({ scale, bias }: NormWeights<T>, f: WeightMapping<T, U>, path: string): NormWeights<U> => ({
  scale: f(scale, `${path}.scale`),
  bias: f(bias, `${path}.bias`),
});

const mapLinear = <T, U>(
  { weight, bias }: LinearWeights<T>,
  f: WeightMapping<T, U>,
  path: string,
): LinearWeights<U> => ({
  weight: f(weight, `${path}.weight`),
  bias: f(bias, `${path}.bias`),
});
