// Whether the server answers: it loads, is ready once a face went through, and drains before it stops.
import type { ExplanationMethod } from '../evaluate/explanation.ts';
import type { MapVerdict } from '../evaluate/faithfulness-record.ts';
import type { ExplainPictures } from './explained-faces.ts';
import { Problem } from './problem.ts';
import type { RecognisePictures } from './recognition-queue.ts';

/** How the faces of a recogniser are explained, and what tests found of such maps. */
export interface ModelExplanation {
  readonly method: ExplanationMethod;
  readonly verdict: MapVerdict;
}

/** What the served recogniser is. */
export interface ServedModel {
  readonly name: string;
  /** SHA-256 of the recogniser's file, in hex; null for plain CLIP. */
  readonly digest: string | null;
  /** The CLIP that it runs on; null where that is not recorded. */
  readonly clip: { readonly name: string; readonly digest: string } | null;
  readonly classes: readonly string[];
  /** Whether faces are found in pictures, or each picture is one face. */
  readonly faces: 'find' | 'crop';
  readonly calibration: {
    /** Divides the logits before the softmax. */
    readonly temperature: number;
    /** Faces with less confidence are `unsure`; null where no threshold is known. */
    readonly abstainBelow: number | null;
  };
  /** How faces can be explained; null where they cannot. */
  readonly explanation: ModelExplanation | null;
  /** The model card, in Markdown; null where there is none. */
  readonly card: string | null;
}

/** A recogniser that is loaded. */
export interface Served {
  readonly model: ServedModel;
  readonly recognise: RecognisePictures;
  /** Called only where the model can be explained. */
  readonly explain: ExplainPictures;
}

export interface ServerState {
  readonly phase: 'loading' | 'ready' | 'draining';
  /** The recogniser was loaded and a face went through it: from now on the server is ready. */
  ready(served: Served): void;
  /** From now on requests are refused. */
  drain(): void;
  /** @throws Problem `loading` or `draining` */
  served(): Served;
}

export function serverState(): ServerState {
  let loaded: Served | undefined;
  let draining = false;
  return {
    get phase() {
      return draining ? 'draining' : loaded === undefined ? 'loading' : 'ready';
    },
    ready(served) {
      loaded = served;
    },
    drain() {
      draining = true;
    },
    served() {
      if (draining) {
        throw new Problem('draining', 'Cannot answer: the server is about to stop', {
          retryAfter: 1,
          headers: { connection: 'close' },
        });
      }
      if (loaded === undefined)
        throw new Problem('loading', 'Cannot answer yet: the model is being loaded', { retryAfter: 2 });
      return loaded;
    },
  };
}
