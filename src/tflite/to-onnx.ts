// A TensorFlow Lite model as an ONNX model, with the same results. Images are rows of RGB bytes, as they were decoded.
import { MpaferError } from '../core/errors.ts';
import type { OpenShape } from '../core/shape.ts';
import { onnxTypes } from '../graph/ops/cast.ts';
import { writeModel } from '../onnx/messages.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { convertOperator } from './convert-operator.ts';
import { ModelWriter } from './model-writer.ts';
import { readTflite } from './read-model.ts';

export interface ConversionOptions {
  /** What to call the file in messages. */
  readonly name: string;
  /** Names for the outputs, in the file's order. */
  readonly outputs: readonly string[];
  /** The network's pixels are `byte * scale + shift`. */
  readonly scale: number;
  readonly shift: number;
  /** Whether pictures of any height and width are taken: for networks that treat all places alike. */
  readonly anySize?: boolean;
}

/**
 * An ONNX model with one input, `pixels`: uint8 [B, height, width, 3], where B, and with `anySize` H and W, are free. Outputs have the file's
 * layout, channels last. Weights stored in half precision are widened, exactly.
 *
 * @throws MpaferError `model` when the file is damaged, has other operators than are read, or does not fit `options`
 */
export function tfliteToOnnx(bytes: Uint8Array, options: ConversionOptions): OnnxModel {
  try {
    return convert(bytes, options);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new MpaferError('model', `Cannot read "${options.name}" as a TensorFlow Lite model: ${cause.message}`, {
      cause,
    });
  }
}

function convert(bytes: Uint8Array, { outputs: names, scale, shift, anySize = false }: ConversionOptions): OnnxModel {
  const model = readTflite(bytes);
  const [input] = model.inputs;
  const shape = model.tensors[input ?? -1]?.shape ?? [];
  if (input === undefined || model.inputs.length !== 1 || shape.length !== 4 || shape[0] !== 1 || shape[3] !== 3)
    throw new Error(`it takes ${model.inputs.length} inputs, the first [${shape.join(', ')}]; expected one RGB image`);
  if (model.outputs.length !== names.length)
    throw new Error(`it has ${model.outputs.length} outputs; expected ${names.length}`);
  const open: OpenShape = anySize ? ['B', 'H', 'W', 3] : ['B', ...shape.slice(1)];
  const inputs = [{ name: 'pixels', type: 'uint8', shape: open }] as const;

  const writer = new ModelWriter(model);
  const floats = writer.node('Cast', ['pixels'], { to: onnxTypes.float32 });
  const scaled = writer.node('Add', [
    writer.node('Mul', [floats, writer.floats([scale], [])]),
    writer.floats([shift], []),
  ]);
  writer.define(input, writer.node('Transpose', [scaled], { perm: [0, 3, 1, 2] }));
  for (const operator of model.operators) convertOperator(operator, writer);
  const outputs = model.outputs.map((index, place) => {
    const { shape } = model.tensors[index]!;
    const name = names[place]!;
    const value = writer.value(index);
    if (shape.length === 4) writer.nodes.push(node('Transpose', value, name, { perm: [0, 2, 3, 1] }));
    else writer.nodes.push(node('Identity', value, name, {}));
    const places = (length: number, axis: number) => (anySize ? `${name}${axis + 1}` : length);
    return {
      name,
      type: 'float32' as const,
      shape: ['B', ...shape.slice(1, -1).map(places), ...shape.slice(1).slice(-1)],
    };
  });
  const { nodes, initializers } = writer;
  const operators: Record<string, number> = {};
  for (const { type } of nodes) operators[type] = (operators[type] ?? 0) + 1;
  return {
    bytes: writeModel({ nodes, initializers, inputs, outputs, metadata: {} }),
    inputs,
    outputs,
    files: [],
    operators,
  };
}

const node = (type: string, input: string, output: string, attributes: { readonly perm?: readonly number[] }) => ({
  type,
  inputs: [input],
  outputs: [output],
  attributes,
});
