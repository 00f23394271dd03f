// The part of TensorFlow.js that the peers use, on its WebAssembly backend.
import { join } from 'node:path';
import { peerFolder, peerModule } from '../peer.ts';

export interface TfTensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

export interface TensorFlow {
  tensor3d(values: Float32Array, shape: readonly [number, number, number]): TfTensor;
  tensor4d(values: Float32Array, shape: readonly [number, number, number, number]): TfTensor;
  tensor1d(values: readonly number[]): TfTensor;
  tidy(compute: () => TfTensor): TfTensor;
  mul(a: TfTensor, b: TfTensor | number): TfTensor;
  sub(a: TfTensor, b: TfTensor | number): TfTensor;
  sum(a: TfTensor, axis: number, keepDims: boolean): TfTensor;
  readonly image: { resizeBilinear(a: TfTensor, size: readonly [number, number], alignCorners: boolean): TfTensor };
  readonly io: { fromMemory(content: object): object };
  loadGraphModel(source: object): Promise<{ execute(input: TfTensor): TfTensor }>;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
}

/** One thread; results depend on the backend only by rounding. */
export async function openTensorFlow(): Promise<TensorFlow> {
  const tf = peerModule<TensorFlow>('@tensorflow/tfjs');
  const wasm = peerModule<{ setWasmPaths(folder: string): void; setThreadsCount(count: number): void }>(
    '@tensorflow/tfjs-backend-wasm',
  );
  wasm.setWasmPaths(join(peerFolder('@tensorflow/tfjs-backend-wasm'), 'dist/'));
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  await tf.ready();
  return tf;
}
