// This library beside others that find faces and their expressions, in one headless Chromium, on the same pictures, all on WebAssembly.
// Usage: `npm run build` at the root, `npm ci` here, then node bench/faces/peers.ts [RUNS]. Timings are the fastest of RUNS (3), as ratios.
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { openPage } from '../../test/browser/open-page.ts';
import type { PeersPage } from './peers-answers.ts';
import { collage, portraits, relit, type Scene, scene } from './pictures.ts';
import { median, type Score, score, total } from './score.ts';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const runs = Number(process.argv[2] ?? 3);
const people = await portraits();
const many = (count: number, size: number, side: number) =>
  collage(
    Array.from({ length: count }, (_, index) => scene(people[index % people.length]!, side, side, size)),
    Math.sqrt(count),
  );

const groups: Readonly<Record<string, readonly Scene[]>> = {
  'one face of 200 pixels, 640 x 480': people.map((own) => scene(own, 640, 480, 200)),
  'one face of 60 pixels, 640 x 480': people.map((own) => scene(own, 640, 480, 60)),
  'one face of 24 pixels, 640 x 480': people.map((own) => scene(own, 640, 480, 24)),
  'turned by 45 degrees': people.map((own) => scene(own, 480, 480, 100, 45)),
  'turned by 90 degrees': people.map((own) => scene(own, 480, 480, 100, 90)),
  'upside down': people.map((own) => scene(own, 480, 480, 100, 180)),
  'a tenth of the light': people.map((own) => relit(scene(own, 480, 360, 60), { gain: 0.1 })),
  '25 faces of 60 pixels, 600 x 600': [many(25, 60, 120)],
  '64 faces of 40 pixels, 640 x 640': [many(64, 40, 80)],
  'none (noise)': [
    relit(
      { image: { width: 640, height: 480, data: new Uint8Array(640 * 480 * 3).fill(128) }, eyes: [] },
      { noise: 60 },
    ),
  ],
};
const files: Record<string, Buffer> = {};
for (const [group, [, scenes]] of Object.entries(groups).entries())
  for (const [index, { image }] of scenes.entries()) {
    const { width, height, data } = image;
    files[`/${group}-${index}.png`] = await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
  }

const opened = await openPage({
  title: 'Faces',
  script: '../../bench/faces/page/peers-page.ts',
  global: 'peersPage',
  // MediaPipe draws its pictures by WebGL, whatever it computes on.
  webgl: true,
  files,
  folders: { '/peers': pathOf('node_modules'), '/mpafer': pathOf('../../assets') },
});
type Global = typeof globalThis & { readonly peersPage: PeersPage };
try {
  const results = new Map<string, Map<string, { readonly score: Score; readonly ms: number }>>();
  const names: string[] = [];
  for (const name of ['mpafer', 'human', 'face-api', 'mediapipe']) {
    try {
      await opened.page.evaluate((own) => (globalThis as Global).peersPage.open(own), name);
      names.push(name);
    } catch (error) {
      console.log(`${name} does not open here: ${(error as Error).message.split('\n')[0]}`);
      continue;
    }
    for (const [group, [label, scenes]] of Object.entries(groups).entries()) {
      const scores: Score[] = [];
      const times: number[] = [];
      for (const [index, { eyes }] of scenes.entries()) {
        const { answers, ms } = await opened.page.evaluate(
          ([own, address, count]) => (globalThis as Global).peersPage.find(own, address, count),
          [name, `/${group}-${index}.png`, index === 0 ? runs : 1] as const,
        );
        scores.push(score(eyes, answers));
        if (index === 0) times.push(ms);
      }
      const own = results.get(label) ?? new Map();
      results.set(label, own.set(name, { score: total(scores), ms: median(times) }));
    }
  }
  console.log(`| picture | ${names.map((name) => `${name}: found, others, time`).join(' | ')} |`);
  console.log(`|---|${names.map(() => '---').join('|')}|`);
  for (const [label, own] of results) {
    const base = own.get('mpafer')!.ms;
    const cells = names.map((name) => {
      const { score: found, ms } = own.get(name)!;
      return `${found.found} of ${found.faces}, ${found.others}, ${(ms / base).toFixed(1)}`;
    });
    console.log(`| ${label} | ${cells.join(' | ')} |`);
  }
  console.log(
    `\nmpafer: ${[...results].map(([label, own]) => `${label} ${own.get('mpafer')!.ms.toFixed(0)} ms`).join('; ')}`,
  );
} finally {
  await opened.close();
}
