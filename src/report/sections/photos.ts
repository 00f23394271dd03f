// Whole photos with their faces drawn in: what a recogniser that ships finds before anything is trained.
import { faceWords } from '../../evaluate/face-words.ts';
import type { PhotoRecord, RunReport } from '../../evaluate/run-report.ts';
import { requireImageUrl } from '../charts/heat-map.ts';
import { type Markup, markup } from '../text/markup.ts';
import { section } from './section.ts';

/** @throws MpaferError `image` when a photo is not a data URL */
export function photosSection({ photos = [] }: Pick<RunReport, 'photos'>): Markup | undefined {
  if (photos.length === 0) return undefined;
  return section({
    id: 'photos',
    title: 'Faces in photos',
    lead: 'Every face that was found, with its most probable expression, by a recogniser that ships with the package.',
    body: markup`<div class="pair">${photos.map(figure)}</div>`,
  });
}

function figure({ image, title, faces }: PhotoRecord): Markup {
  requireImageUrl(image);
  const found = faces.map(faceWords).join(', ');
  const told = `${title}: ${found === '' ? 'no face found' : found}`;
  return markup`<figure><img class="photo" src="${image}" alt="${told}"><figcaption>${told}</figcaption></figure>`;
}
