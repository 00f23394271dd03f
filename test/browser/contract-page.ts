// What the test and its page agree on. Types alone: the test knows Node, the page the DOM.
import type { Provider } from '../../src/onnx/model.ts';
import type { PromptRun } from '../contract/method-graph.ts';

/** How the page's engines are made. */
export interface EngineChoice {
  readonly threads?: number;
  readonly provider?: Provider;
  readonly runtimeUrl?: string;
  readonly workerUrl?: string;
}

/** What the test asks of the page. */
export interface ContractPage {
  /** Runs a check of the contract on the page's engine; the message of its failure, or undefined. */
  check(name: string): Promise<string | undefined>;
  /** The same on an engine wholly on WebGPU. */
  checkOnGpu(name: string): Promise<string | undefined>;
  trainTenSteps(choice: EngineChoice): Promise<{ losses: number[]; prompt: number[] }>;
  /** By an engine wholly on WebGPU, as the following two. */
  trainPrompts(): Promise<PromptRun>;
  recogniseFaces(): Promise<Readonly<Record<string, readonly number[]>>>;
  /** Compiles a graph of the method; the message of its failure, or undefined. */
  place(graph: string): Promise<string | undefined>;
  /** What an engine made so says to 1 + 1: the number, or the failure's code, message and hint. */
  addOnes(choice: EngineChoice): Promise<{ sum?: number; failure?: string }>;
}
