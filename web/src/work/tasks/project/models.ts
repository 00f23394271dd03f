// The engine and the CLIP that the project's faces are encoded by, opened when they are first needed.
import { browserEngine, type ClipModel, type Engine, fetchedModelFolder, loadClip, studio } from 'mpafer';

export interface Models {
  readonly engine: Engine;
  readonly clip: ClipModel;
  readonly encoder: studio.ImageEncoder;
}

let models: Promise<Models> | undefined;

export function openModels(assets: string): Promise<Models> {
  models ??= open(assets);
  models.catch(() => {
    models = undefined;
  });
  return models;
}

async function open(assets: string): Promise<Models> {
  const engine = browserEngine({ assets });
  const files = ['config.json', 'model.safetensors', 'tokenizer.json'];
  const clip = await loadClip(fetchedModelFolder(new URL('face-clip/', assets), files));
  return { engine, clip, encoder: await studio.imageEncoder(engine, clip) };
}
