// The module worker that holds ONNX Runtime Web for GPUs, as a file of its own: nobody downloads it for the CPU.
import * as runtime from 'onnxruntime-web/webgpu';
import { noGpu } from '../provider.ts';
import { serveRuntime } from './serve-runtime.ts';

serveRuntime(runtime, async () => {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
  if ((await gpu?.requestAdapter()) == null) throw noGpu('this browser offers no adapter');
});
