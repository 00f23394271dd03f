// What a number about expressions does not mean, and what the law says: the same words in report and model card.

export const disclaimer: readonly string[] = [
  'An expression is not a feeling. The model names what a face shows in a picture, as the people who labelled its training pictures would name it. It does not know what anyone feels, means or is.',
  'Accuracy differs between groups of people, cameras, light and culture. Numbers of one data set do not carry over to another: measure on your own faces first.',
  'In the European Union, recognising emotions at work and in education is prohibited (AI Act, Article 5(1)(f), since February 2025), and elsewhere people who are exposed to it must be told (Article 50(3), since August 2026).',
];
