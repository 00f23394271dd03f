// The questions about a class: the paper's, and variants in the manner of CuPL.

/** Placeholder of the class in a question. */
export const classMark = '{class}';

/** Questions by name. `features` is the paper's; several of them give more varied answers, as in CuPL. */
export const questions = {
  features: 'What are the most useful visual features to distinguish the facial expression of {class}?',
  looks: 'What does a face look like that shows the facial expression of {class}?',
  recognise: 'How can one recognise the facial expression of {class} in a photo of a stranger?',
  regions: 'How do the eyebrows, the eyes, the nose and the mouth change in the facial expression of {class}?',
  photo: 'What can be seen in a close-up photo of a person who makes a facial expression of {class}?',
} as const satisfies Readonly<Record<string, string>>;

/** A class name as words: `brow_raise` is "brow raise". */
export const spoken = (name: string): string => name.replaceAll(/[_-]+/g, ' ').trim();

/** A question about one class. */
export const askAbout = (question: string, name: string): string => question.replaceAll(classMark, spoken(name));
