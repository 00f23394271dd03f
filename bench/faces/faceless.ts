// Pictures without a face, drawn or cut out of what is around the faces of two portraits: whatever is found in them is false.
// Usage: node bench/faces/faceless.ts [FOLDER]; the first of each kind, and those in which something was found, are written to the folder.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodeImage, faceModels, nodeEngine, openFaceFinder } from '../../src/api/node.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { type Random, random } from '../../src/core/random.ts';
import { encodePng } from '../../src/platform/node/images/encode-image.ts';

const [width, height] = [640, 480];
const each = 8;

type Draw = (random: Random) => RgbImage | Promise<RgbImage>;

const between = (source: Random, least: number, most: number): number => least + (most - least) * source.uniform();
const colour = (source: Random): string =>
  `hsl(${between(source, 0, 360).toFixed(0)} ${between(source, 5, 70).toFixed(0)}% ${between(source, 15, 85).toFixed(0)}%)`;
const many = (count: number, draw: (index: number) => string): string =>
  Array.from({ length: count }, (_, at) => draw(at)).join('');

async function svg(content: string): Promise<RgbImage> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`;
  return decodeImage(await sharp(Buffer.from(drawing)).flatten({ background: '#fff' }).png().toBuffer(), 'a drawing');
}

/** A picture by the grey or colour of each pixel, 0 to 255. */
function pixels(value: (x: number, y: number, channel: number) => number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / 3);
    data[at] = Math.min(Math.max(Math.round(value(pixel % width, Math.floor(pixel / width), at % 3)), 0), 255);
  }
  return { width, height, data };
}

/** Sums of soft noise of several sizes, as in clouds, stone and bark. */
function texture(source: Random, octaves: number, stretch: number): RgbImage {
  const layers = Array.from({ length: octaves }, (_, octave) => {
    const cells = 3 * 2 ** octave;
    const grid = Array.from({ length: (cells + 2) * (cells + 2) }, () => source.uniform());
    return (x: number, y: number) => {
      const [u, v] = [((x / width) * cells * stretch) % cells, (y / width) * cells];
      const [i, j] = [Math.floor(u), Math.floor(v)];
      const at = (column: number, row: number) => grid[(j + row) * (cells + 2) + i + column]!;
      const [fx, fy] = [u - i, v - j].map((t) => t * t * (3 - 2 * t)) as [number, number];
      const mix = (a: number, b: number, t: number) => a + (b - a) * t;
      return mix(mix(at(0, 0), at(1, 0), fx), mix(at(0, 1), at(1, 1), fx), fy) / 1.6 ** octave;
    };
  });
  const tint = [source.uniform(), source.uniform(), source.uniform()].map((part) => 110 + 120 * part);
  const sum = layers.reduce((total, _, octave) => total + 1 / 1.6 ** octave, 0);
  return pixels(
    (x, y, channel) => tint[channel]! * (0.3 + (1.4 * layers.reduce((total, layer) => total + layer(x, y), 0)) / sum),
  );
}

const rectangle = (x: number, y: number, w: number, h: number, fill: string): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}" fill="${fill}" stroke="#333"/>`;
const circle = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r.toFixed(1)}" fill="${fill}" stroke="#444"/>`;

/** A wall with a door below two rows of windows: where a face has its mouth and eyes. */
function house(source: Random, x: number, size: number): string {
  const [y, glass, columns] = [height - size * 1.15, colour(source), 2 + Math.floor(source.uniform() * 3)];
  const windows = many(2 * columns, (at) =>
    rectangle(
      x + (size * ((at % columns) + 0.5)) / columns - size / 14,
      y + size * (at < columns ? 0.18 : 0.5),
      size / 7,
      size / 6,
      glass,
    ),
  );
  const roof = `<path d="M${x - 8} ${y} L${x + size / 2} ${y - size / 2} L${x + size + 8} ${y} Z" fill="${colour(source)}"/>`;
  return (
    rectangle(x, y, size, size * 1.1, colour(source)) +
    roof +
    windows +
    rectangle(x + size * 0.42, y + size * 0.78, size * 0.16, size * 0.32, colour(source))
  );
}

const words =
  'the of and a to in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we when'.split(
    ' ',
  );
const line = (source: Random): string => many(14, () => `${words[Math.floor(source.uniform() * words.length)]} `);

const portraitParts: readonly (readonly [string, number, number, number, number])[] = [
  // The shuttle, the flag and the suit around one face; the flag and the uniform around the other.
  ['astronaut.png', 300, 0, 212, 300],
  ['astronaut.png', 0, 190, 512, 322],
  ['astronaut.png', 0, 0, 150, 200],
  ['astronaut.png', 280, 200, 232, 312],
  ['grace-hopper.jpg', 0, 0, 150, 600],
  ['grace-hopper.jpg', 385, 0, 127, 600],
  ['grace-hopper.jpg', 0, 330, 512, 270],
  ['grace-hopper.jpg', 0, 400, 512, 200],
];
let nextPart = 0;

const kinds: Readonly<Record<string, Draw>> = {
  gradients: (source) => {
    const [dx, dy, bend] = [between(source, -1, 1), between(source, -1, 1), between(source, 0, 1)];
    return pixels(
      (x, y, channel) =>
        128 + 0.3 * (dx * (x - 320) + dy * (y - 240)) - bend * 0.4 * Math.hypot(x - 320, y - 240) + 20 * channel,
    );
  },
  noise: (source) => {
    const [mean, spread] = [between(source, 60, 190), between(source, 10, 120)];
    return pixels(() => mean + spread * (source.uniform() + source.uniform() - 1));
  },
  'clouds, stone and bark': (source) => texture(source, 2 + Math.floor(source.uniform() * 5), between(source, 0.2, 3)),
  'checks and grids': (source) => {
    const [cell, thick, turn] = [between(source, 8, 70), between(source, 1, 6), between(source, -40, 40)];
    const stroke = colour(source);
    const lines = many(
      160,
      (at) =>
        `<path d="M${(at - 80) * cell} -2000 V2000 M-2000 ${(at - 80) * cell} H2000" stroke="${stroke}" stroke-width="${thick}"/>`,
    );
    return svg(`${rectangle(0, 0, width, height, colour(source))}<g transform="rotate(${turn})">${lines}</g>`);
  },
  'dots and rings': (source) => {
    const radius = between(source, 6, 40);
    return svg(
      rectangle(0, 0, width, height, colour(source)) +
        many(90, () =>
          circle(
            between(source, 0, width),
            between(source, 0, height),
            radius * between(source, 0.3, 1),
            colour(source),
          ),
        ),
    );
  },
  'plates on a table': (source) =>
    svg(
      rectangle(0, 0, width, height, colour(source)) +
        many(6, (at) => {
          const [x, y, r] = [110 + 210 * (at % 3), 130 + 220 * Math.floor(at / 3), between(source, 50, 100)];
          const food = many(4, () =>
            circle(
              x + between(source, -0.4, 0.4) * r,
              y + between(source, -0.4, 0.4) * r,
              r * between(source, 0.08, 0.2),
              colour(source),
            ),
          );
          return circle(x, y, r, '#eee') + circle(x, y, r * 0.7, '#f8f8f4') + food;
        }),
    ),
  houses: (source) =>
    svg(
      rectangle(0, 0, width, height, '#9cc4e8') +
        many(4, (at) => house(source, 20 + 155 * at, between(source, 90, 140))),
    ),
  'pages of text': (source) => {
    const size = between(source, 9, 30);
    return svg(
      many(
        Math.floor(height / size / 1.3),
        (at) =>
          `<text x="20" y="${(at + 1) * size * 1.3}" font-size="${size}" font-family="serif">${line(source)}</text>`,
      ),
    );
  },
  'trees and grass': (source) =>
    svg(
      rectangle(0, 0, width, height, '#bcd7ee') +
        many(700, () => {
          const [x, y] = [between(source, 0, width), between(source, 250, height)];
          return `<path d="M${x} ${y} l${between(source, -9, 9)} ${-between(source, 10, 45)}" stroke="hsl(110 45% ${between(source, 15, 50)}%)" stroke-width="2"/>`;
        }) +
        many(7, () => {
          const x = between(source, 0, width);
          return (
            rectangle(x, 190, 12, 120, '#5a4030') +
            many(30, () =>
              circle(
                x + between(source, -50, 60),
                between(source, 90, 210),
                between(source, 8, 24),
                `hsl(115 40% ${between(source, 18, 42)}%)`,
              ),
            )
          );
        }),
    ),
  'clocks, sockets and buttons': (source) =>
    svg(
      rectangle(0, 0, width, height, colour(source)) +
        many(12, (at) => {
          const [x, y, r] = [80 + 160 * (at % 4), 80 + 160 * Math.floor(at / 4), between(source, 30, 65)];
          const holes = [circle(x - r / 3, y - r / 6, r / 9, '#222'), circle(x + r / 3, y - r / 6, r / 9, '#222')].join(
            '',
          );
          const hands = `<path d="M${x} ${y} l${between(source, -0.6, 0.6) * r} ${-r * 0.5} M${x} ${y} l${r * 0.4} ${between(source, -0.4, 0.4) * r}" stroke="#222" stroke-width="3"/>`;
          return circle(x, y, r, '#ddd') + (at % 2 === 0 ? holes : hands);
        }),
    ),
  'around two portraits': async () => {
    const [file, left, top, w, h] = portraitParts[nextPart++ % portraitParts.length]!;
    const cut = sharp(`assets/portraits/${file}`).extract({ left, top, width: w, height: h });
    return decodeImage(await cut.resize(width).png().toBuffer(), file);
  },
};

await using engine = nodeEngine({ threads: 1 });
const finder = await openFaceFinder(engine, await faceModels());
const folder = process.argv[2];
let [pictures, wrong] = [0, 0];
console.log('| pictures | number | false faces |\n|---|---|---|');
for (const [name, draw] of Object.entries(kinds)) {
  const source = random(1).split(name);
  let found = 0;
  for (let at = 0; at < each; at++) {
    const picture = await draw(source);
    const faces = await finder.find(picture);
    found += faces.length;
    for (const { box, score, roll } of faces)
      console.error(
        `${name} ${at}: ${[box.x, box.y, box.width, roll].map(Math.round).join(' ')}, score ${score.toFixed(2)}`,
      );
    if (folder !== undefined && (faces.length > 0 || at === 0))
      await writeFile(join(folder, `${name.replaceAll(/\W+/g, '-')}-${at}.png`), await encodePng(picture));
  }
  pictures += each;
  wrong += found;
  console.log(`| ${name} | ${each} | ${found} |`);
}
console.log(`| all | ${pictures} | ${wrong} |`);
await finder.release();
