// A page, and a worker of it, whose engine finds its files without being told where they are.
import { browserEngine } from '../../../src/api/browser.ts';
import { float32 } from '../../../src/core/array.ts';
import { add } from '../../../src/graph/ops/add.ts';
import { input, scalar } from '../../../src/graph/tensor.ts';
import type { PageFolderPage } from '../page-folder.ts';

const page: PageFolderPage = {
  async addOnes(options) {
    try {
      const engine = browserEngine({ threads: 1, ...options });
      const program = await engine.compile({ y: add(input('x', []), scalar(1)) });
      const { y } = await program.run({ x: float32([1], []) });
      await engine.close();
      return String(y.data[0]);
    } catch (error) {
      const { code, message, hint } = error as { code?: string; message: string; hint?: string };
      return `${code}: ${message} (${hint})`;
    }
  },
  addOnesInBlob: () =>
    new Promise((resolve) => {
      const script = new Blob([`import ${JSON.stringify(new URL('/page.js', location.href).href)};`], {
        type: 'text/javascript',
      });
      const worker = new Worker(URL.createObjectURL(script), { type: 'module' });
      worker.onmessage = ({ data }) => resolve(data);
    }),
};

if ('document' in globalThis) Object.assign(globalThis, { pageFolderPage: page });
else postMessage(await page.addOnes());
