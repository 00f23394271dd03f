// Each operator of TensorFlow Lite as nodes of ONNX. Option numbers are those of schema.fbs.
import { sizeOf } from '../core/array.ts';
import type { NodeAttributes } from '../graph/tensor.ts';
import type { ModelWriter } from './model-writer.ts';
import type { OperatorName, Options, TfliteOperator } from './read-model.ts';

/** Adds the operator's nodes. @throws Error that names what is not as it must be */
export function convertOperator({ name, inputs, outputs, options }: TfliteOperator, writer: ModelWriter): void {
  const { least, convert } = conversions[name];
  const [output] = outputs;
  if (inputs.length < least || output === undefined || outputs.length !== 1)
    throw new Error(`${name} has ${inputs.length} inputs and ${outputs.length} outputs; expected ${least} and 1`);
  const result = convert(inputs as readonly [number, number, number], options, writer, output);
  if (result !== undefined) writer.define(output, result);
}

interface Conversion {
  /** How many inputs it has at least. */
  readonly least: number;
  /** Returns the name of the result, or nothing when no node computes it. */
  convert(
    inputs: readonly [first: number, second: number, third: number, ...others: number[]],
    options: Options,
    writer: ModelWriter,
    output: number,
  ): string | undefined;
}

const conversions: Readonly<Record<OperatorName, Conversion>> = {
  conv: {
    least: 3,
    convert: ([input, weights, bias], options, writer) => {
      const { shape, data } = writer.constant(weights);
      const [filters, height, width, channels] = fourAxes(shape);
      const kernel = writer.floats(rearranged(data, shape, [0, 3, 1, 2]), [filters, channels, height, width]);
      requireEqual('the channels of a convolution', writer.shape(input)[3], channels);
      const attributes = { ...window(options, [height, width], 4), group: 1 };
      return activated(writer, options.byte(3), convolution(writer, input, kernel, bias, filters, attributes));
    },
  },
  'depthwise-conv': {
    least: 3,
    convert: ([input, weights, bias], options, writer) => {
      const { shape, data } = writer.constant(weights);
      const [, height, width, filters] = fourAxes(shape);
      const kernel = writer.floats(rearranged(data, shape, [3, 0, 1, 2]), [filters, 1, height, width]);
      const group = writer.shape(input)[3] ?? 0;
      requireEqual('the channels of a depthwise convolution', filters % group, 0);
      const attributes = { ...window(options, [height, width], 5), group };
      return activated(writer, options.byte(4), convolution(writer, input, kernel, bias, filters, attributes));
    },
  },
  'max-pool': {
    least: 1,
    convert: ([input], options, writer) => {
      fourAxes(writer.shape(input));
      const size = [options.int(4), options.int(3)];
      const pooled = writer.node('MaxPool', [writer.value(input)], window(options, size, undefined));
      return activated(writer, options.byte(5), pooled);
    },
  },
  relu: { least: 1, convert: ([input], _, writer) => writer.node('Relu', [writer.value(input)]) },
  prelu: {
    least: 2,
    convert: ([input, slopes], _, writer) => {
      const { shape, data } = writer.constant(slopes);
      const channels = writer.shape(input)[3];
      if (shape.length !== 3 || shape[0] !== 1 || shape[1] !== 1 || shape[2] !== channels)
        throw new Error(`prelu has slopes [${shape.join(', ')}]; expected [1, 1, ${channels}]`);
      return writer.node('PRelu', [writer.value(input), writer.floats(data, [data.length, 1, 1])]);
    },
  },
  add: {
    least: 2,
    convert: ([left, right], options, writer) => {
      requireEqual('the shapes of an addition', writer.shape(left).join(), writer.shape(right).join());
      return activated(writer, options.byte(0), writer.node('Add', [writer.value(left), writer.value(right)]));
    },
  },
  pad: {
    least: 2,
    convert: ([input, amounts], _, writer) => {
      const pads = writer.list(amounts);
      requireEqual('the amounts of padding', pads.length, 2 * fourAxes(writer.shape(input)).length);
      const axes = [0, 3, 1, 2];
      const list = [...axes.map((axis) => pads[2 * axis]!), ...axes.map((axis) => pads[2 * axis + 1]!)];
      if (list.some((amount) => amount < 0)) throw new Error(`padding is [${pads.join(', ')}]`);
      return writer.node('Pad', [writer.value(input), writer.wholes(list)]);
    },
  },
  'resize-bilinear': {
    least: 2,
    convert: ([input, size], options, writer) => {
      const [, height, width] = fourAxes(writer.shape(input));
      const [newHeight = 0, newWidth = 0] = writer.list(size);
      if (options.byte(2) !== 0 || options.byte(3) === 0)
        throw new Error('resize-bilinear aligns corners; expected half-pixel centres');
      // By factors, so that pictures of other sizes are resized alike.
      const factors = writer.floats([1, 1, newHeight / height, newWidth / width], [4]);
      if (!(newHeight > 0 && newWidth > 0)) throw new Error(`resize-bilinear gives ${newHeight} x ${newWidth}`);
      const mode = { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
      return writer.node('Resize', [writer.value(input), '', factors], mode);
    },
  },
  reshape: {
    least: 1,
    convert: ([input], _, writer, output) => {
      const [from, to] = [writer.shape(input), writer.shape(output)];
      // Places are laid end to end, channels stay: this alone holds for any size of picture.
      if (from.length !== 4 || to.length !== 3 || from[3] !== to[2] || sizeOf(from) !== sizeOf(to))
        throw new Error(`reshape turns [${from.join(', ')}] into [${to.join(', ')}]; expected [1, places, channels]`);
      const last = writer.node('Transpose', [writer.value(input)], { perm: [0, 2, 3, 1] });
      return writer.node('Reshape', [last, writer.wholes([0, -1, to[2]!])]);
    },
  },
  concatenation: {
    least: 1,
    convert: (inputs, options, writer, output) => {
      const rank = writer.shape(output).length;
      const axis = options.int(0) < 0 ? options.int(0) + rank : options.int(0);
      const place = rank === 4 ? [0, 2, 3, 1][axis] : axis;
      if (
        place === undefined ||
        place < 0 ||
        place >= rank ||
        inputs.some((each) => writer.shape(each).length !== rank)
      )
        throw new Error(`concatenation is along axis ${axis} of ${rank}`);
      const joined = writer.node(
        'Concat',
        inputs.map((each) => writer.value(each)),
        { axis: place },
      );
      return activated(writer, options.byte(1), joined);
    },
  },
  dequantize: {
    least: 1,
    convert: ([input], _, writer, output) => {
      writer.widen(output, input);
      return undefined;
    },
  },
};

function convolution(
  writer: ModelWriter,
  input: number,
  kernel: string,
  bias: number,
  filters: number,
  attributes: NodeAttributes,
): string {
  const { data } = writer.constant(bias);
  requireEqual('the biases of a convolution', data.length, filters);
  return writer.node('Conv', [writer.value(input), kernel, writer.floats(data, [filters])], attributes);
}

/** Padding, strides and dilations; `dilation` is the number of the first of its two options. */
function window(options: Options, size: readonly number[], dilation: number | undefined): NodeAttributes {
  const strides = [options.int(2), options.int(1)];
  const dilations = dilation === undefined ? [1, 1] : [options.int(dilation + 1, 1), options.int(dilation, 1)];
  if ([...size, ...strides, ...dilations].some((length) => !(length >= 1 && length <= 64)))
    throw new Error(`a window is ${size.join(' x ')} with strides ${strides.join(', ')}`);
  const padding = options.byte(0);
  if (padding > 1) throw new Error(`padding is number ${padding}; expected 0 or 1`);
  return {
    kernel_shape: size,
    strides,
    ...(dilation !== undefined && { dilations }),
    // What "same" adds is odd for strides of 2; the odd row and column are below and at the right in both formats.
    auto_pad: padding === 0 ? 'SAME_UPPER' : 'VALID',
  };
}

function activated(writer: ModelWriter, activation: number, name: string): string {
  if (activation === 0) return name;
  if (activation === 1) return writer.node('Relu', [name]);
  throw new Error(`activation is number ${activation}; expected 0 or 1`);
}

function fourAxes(shape: readonly number[]): [number, number, number, number] {
  const [first, second, third, fourth] = shape;
  if (shape.length !== 4) throw new Error(`a tensor has shape [${shape.join(', ')}]; expected four axes`);
  return [first!, second!, third!, fourth!];
}

/** The values with axes in another order. */
function rearranged(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const [a, b, c, d] = order.map((axis) => ({ length: shape[axis]!, stride: strides[axis]! }));
  const result = new Float32Array(data.length);
  let to = 0;
  for (let i = 0; i < a!.length; i++)
    for (let j = 0; j < b!.length; j++)
      for (let k = 0; k < c!.length; k++)
        for (let l = 0; l < d!.length; l++)
          result[to++] = data[i * a!.stride + j * b!.stride + k * c!.stride + l * d!.stride]!;
  return result;
}

function requireEqual(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: found ${found}; expected ${expected}`);
}
