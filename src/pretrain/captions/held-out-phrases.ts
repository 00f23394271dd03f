// Phrases that no caption contains: how far the text tower understands what it has not read.
import type { Expression } from '../../data/expressions.ts';

export const heldOutPhrases: readonly (readonly [phrase: string, expression: Expression])[] = [
  ['someone whose face gives nothing away', 'neutral'],
  ['a woman waiting in line with a calm look', 'neutral'],
  ['an ordinary portrait without any emotion', 'neutral'],
  ['someone who just heard wonderful news', 'happiness'],
  ['a child laughing at a funny joke', 'happiness'],
  ['a cheerful grin from ear to ear', 'happiness'],
  ['a proud winner with a big smile', 'happiness'],
  ['a man crying at the funeral of his mother', 'sadness'],
  ['a lonely person with tears and a drooping mouth', 'sadness'],
  ['somebody whose dog has died', 'sadness'],
  ['a woman who cannot believe her luck, mouth open', 'surprise'],
  ['raised brows and a jaw that drops', 'surprise'],
  ['a guest startled by an unexpected party', 'surprise'],
  ['a man running from a wild animal in terror', 'fear'],
  ['a frightened child afraid of a ghost', 'fear'],
  ['eyes wide in panic, lips stretched', 'fear'],
  ['a person who has just smelled something rotten', 'disgust'],
  ['a nose wrinkled at sour milk', 'disgust'],
  ['somebody who feels sick at the sight of food', 'disgust'],
  ['a driver yelling at another driver', 'anger'],
  ['furious eyes under a heavy frown', 'anger'],
  ['a boss who is mad at everybody', 'anger'],
  ['a smug half smile at a rival', 'contempt'],
  ['someone who sneers and thinks little of you', 'contempt'],
];
