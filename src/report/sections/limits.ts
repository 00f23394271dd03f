// What the numbers do not mean, and what the law says: the same words in reports, model cards and exported models.
import { type Markup, markup } from '../text/markup.ts';
import { section } from './section.ts';

export const disclaimer: readonly string[] = [
  'An expression is not a feeling. The model names what a face shows in a picture, as the people who labelled its training pictures would. It does not know what anyone feels, thinks or is like.',
  'Accuracy differs between groups of people, cameras, lighting and cultures, and results on one data set do not carry over to another. Measure on your own faces first.',
  'In the European Union, emotion recognition at work and in education is prohibited (AI Act, Article 5(1)(f), since February 2025); elsewhere, people exposed to it must be informed (Article 50(3), since August 2026).',
];

export const limitsSection = (): Markup =>
  section({
    id: 'limits',
    title: 'What these numbers do not say',
    body: disclaimer.map((sentence) => markup`<p>${sentence}</p>`),
  });
