// The module worker that holds ONNX Runtime Web for the CPU: a step blocks this worker, never the page.
import * as runtime from 'onnxruntime-web/wasm';
import { serveRuntime } from './serve-runtime.ts';

serveRuntime(runtime);
