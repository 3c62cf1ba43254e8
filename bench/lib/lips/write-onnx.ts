/** Layers as an ONNX file: Gemm and Relu, opset 13. The few messages of onnx.proto that this needs, written by hand (protobuf wire format). */
import type { Layer } from './train-net.ts';

const float = 1;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left >= 128) {
    bytes.push((left % 128) | 128);
    left = Math.floor(left / 128);
  }
  return [...bytes, left];
}
const number = (field: number, value: number): Buffer => Buffer.from([...varint(field * 8), ...varint(value)]);
const bytes = (field: number, value: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(value.length)]), value]);
const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));
const message = (field: number, ...parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts));

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
const tensor = (name: string, dims: readonly number[], values: Float32Array): Buffer =>
  message(
    5,
    ...dims.map((dim) => number(1, dim)),
    number(2, float),
    text(8, name),
    bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );
/** NodeProto: input 1, output 2, name 3, op_type 4. */
const node = (type: string, inputs: readonly string[], output: string): Buffer =>
  message(1, ...inputs.map((input) => text(1, input)), text(2, output), text(3, output), text(4, type));
/** ValueInfoProto: name 1, type 2 { tensor_type 1 { elem_type 1, shape 2 { dim 1 { dim_value 1 | dim_param 2 } } } }. */
const value = (field: number, name: string, size: number): Buffer =>
  message(
    field,
    text(1, name),
    message(2, message(1, number(1, float), message(2, message(1, text(2, 'frames')), message(1, number(1, size))))),
  );

/** Input `rows` (frames x inputs), output `scores` (frames x outputs, not normalised). `made` is kept in the file. */
export function writeOnnx(layers: readonly Layer[], made: string): Uint8Array {
  const nodes: Buffer[] = [];
  const tensors: Buffer[] = [];
  let input = 'rows';
  layers.forEach(({ inputs, outputs, weights, biases }, at) => {
    const last = at === layers.length - 1;
    const output = last ? 'scores' : `sum${at}`;
    tensors.push(tensor(`weights${at}`, [inputs, outputs], weights), tensor(`biases${at}`, [outputs], biases));
    nodes.push(node('Gemm', [input, `weights${at}`, `biases${at}`], output));
    if (!last) nodes.push(node('Relu', [output], `hidden${at}`));
    input = `hidden${at}`;
  });
  // ModelProto: ir_version 1, producer_name 2, doc_string 6, graph 7, opset_import 8 { version 2 }. GraphProto: node 1, name 2, initializer 5, input 11, output 12.
  return Buffer.concat([
    number(1, 8),
    text(2, 'vanchor-studio'),
    text(6, made),
    message(
      7,
      ...nodes,
      text(2, 'lips'),
      ...tensors,
      value(11, 'rows', layers[0]?.inputs ?? 0),
      value(12, 'scores', layers.at(-1)?.outputs ?? 0),
    ),
    message(8, number(2, 13)),
  ]);
}
