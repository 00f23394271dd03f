// The shapes of the server's answers, from which its OpenAPI description is written.
import * as z from 'zod';
import { explanationMethods } from '../evaluate/explanation.ts';

const probability = z.number().min(0).max(1);

const point = z.object({ x: z.number(), y: z.number() });

const box = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .describe('Where the face is, in pixels of the picture; of a crop, all of it');

const verdict = z
  .object({ verdict: z.enum(['passed', 'failed', 'not measured']), text: z.string() })
  .describe('What tests of the faithfulness of such maps found with this recogniser');

const explanation = z.object({
  method: z.enum(explanationMethods).describe('How the map is made'),
  expression: z.string().describe('The class that is explained: the one that is recognised'),
  against: z.string().describe('The class that it is held against: the most similar other one'),
  margin: z
    .object({
      total: z.number(),
      global: z.number().describe('From the face as a whole'),
      local: z.number().describe('From the best patches; 0 where the recogniser compares none'),
      localShare: z.number().min(0).max(1).describe('|local| / (|global| + |local|)'),
    })
    .describe('How far the class is ahead of the other, in cosines, split exactly'),
  map: z
    .object({ rows: z.int(), columns: z.int(), values: z.array(z.number()) })
    .describe('Over the patches of the aligned face, row by row from the top left'),
  verdict,
});

export const face = z.object({
  expression: z.string().describe('The most probable class'),
  probabilities: z.record(z.string(), probability).describe('Probability of each class; they sum to 1'),
  confidence: probability.describe('The largest of them'),
  unsure: z
    .boolean()
    .describe("Whether the confidence is below the recogniser's threshold, where it has one, or the face is too small"),
  status: z
    .enum(['ok', 'too-small'])
    .describe('`too-small`: the face has so few pixels that its expression is a guess'),
  box,
  score: probability.optional().describe("The detector's probability that it is a face; absent for a crop"),
  eyes: z
    .object({ left: point, right: point })
    .optional()
    .describe('Centres of the eyes, left and right in the picture; absent for a crop'),
  roll: z.number().optional().describe('Degrees by which the face is turned clockwise; absent for a crop'),
  explanation: explanation.optional().describe('Why, where `explain` was asked for'),
});

export const picture = z.object({
  status: z
    .enum(['ok', 'no-face', 'unreadable', 'too-large', 'too-small'])
    .describe(
      '`no-face`: none was found; `unreadable`: it cannot be decoded; `too-large`: it has more pixels than are accepted; `too-small`: a side is shorter than 16 pixels',
    ),
  faces: z.array(face).describe('The largest first; empty unless the status is `ok`'),
  warning: z
    .string()
    .optional()
    .describe('What looks wrong with the picture for the way in which faces are looked for'),
  code: z.string().optional().describe('Kind of the error, where there is one'),
  reason: z.string().optional().describe('A sentence for people, where there is an error'),
});

export const recognitionAnswer = z.object({
  requestId: z.string(),
  model: z.object({ name: z.string(), digest: z.string().nullable().describe('SHA-256 of its file') }),
  pictures: z.array(picture).describe('One for each picture, in their order'),
});

export const modelAnswer = z.object({
  version: z.string().describe('Of mpafer'),
  name: z.string(),
  digest: z.string().nullable().describe("SHA-256 of the recogniser's file; null for plain CLIP"),
  clip: z.object({ name: z.string(), digest: z.string() }).nullable().describe('The CLIP that it runs on'),
  classes: z.array(z.string()),
  faces: z.enum(['find', 'crop']).describe('`find`: faces are found in pictures; `crop`: each picture is one face'),
  calibration: z.object({
    temperature: z.number().describe('Divides the logits before the softmax'),
    abstainBelow: probability.nullable().describe('Faces with less confidence are unsure'),
  }),
  explanation: z
    .object({ method: z.enum(explanationMethods), verdict })
    .nullable()
    .describe('How `explain` makes its maps; null where this recogniser cannot be explained'),
  card: z.string().nullable().describe('The model card, in Markdown'),
  limits: z.object({
    pictures: z.int().describe('Most pictures of one request'),
    pictureBytes: z.int().describe('Most bytes of one picture'),
    bodyBytes: z.int().describe('Most bytes of a body'),
    pixels: z.int().describe('Most pixels of one picture'),
  }),
});

export const problemAnswer = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Kind of the problem, for programs'),
  detail: z.string().describe('What was attempted, what was found and what is expected'),
  hint: z.string().optional().describe('What to do about it'),
  requestId: z.string(),
  pictures: z.array(picture).optional().describe('With `unreadable-pictures`: what is wrong with each'),
});

export const readyAnswer = z.object({ status: z.enum(['loading', 'ready', 'draining']) });
