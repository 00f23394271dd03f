// What one sees in each of the eight basic expressions, in our own words (the paper's ChatGPT answers were not published).
// Built on facial action units after Ekman and Friesen; each sentence is followed by those that it speaks of. docs/descriptions.md says how
// they were reviewed and shows them all. No sentence names an expression, so that what a description adds to a class name can be measured.
import type { Descriptions } from './hard-prompt.ts';

/** What one sees in each of the eight expressions, five sentences per class. */
export const defaultDescriptions: Descriptions = {
  neutral: [
    'relaxed eyebrows, eyes naturally open, mouth closed and level, smooth forehead, no muscle tension', // none
    'the forehead is smooth and the eyebrows rest at their usual height, neither lifted nor drawn together', // no 1, 2, 4
    'the lips touch lightly in a straight line, their corners neither raised nor lowered', // no 12, 15, 24, 25
    'eyelids at ease, a steady look straight ahead and flat unlined cheeks', // no 5, 6, 7
    'every part of the face is at rest, without a crease between the brows, beside the nose or around the mouth', // no 4, 9, 10
  ],
  happiness: [
    'lip corners pulled up, cheeks raised, crinkles beside the eyes, teeth often showing', // 6 12 25
    'a wide smile draws both lip corners evenly towards the ears and bares the upper teeth', // 12 25
    'full raised cheeks narrow the eyes from below and fold small wrinkles at their outer corners', // 6
    'a soft closed smile, the lip corners curled upward on both sides, under relaxed eyebrows', // 12
    'folds run deep from the nose to the upturned mouth while the lower eyelids bulge a little', // 6 12
  ],
  sadness: [
    'inner eyebrows raised, upper eyelids drooping, lip corners turned down, chin slightly raised', // 1 15 17, lids drooping
    'the inner ends of the eyebrows slant upward and crease the middle of the forehead', // 1 4
    'the corners of the closed mouth sag and the lower lip is pushed up into a slight pout', // 15 17
    'heavy upper eyelids over a lowered gaze, slack cheeks, slanting eyebrows', // 1 4, lids drooping, gaze down
    'a bumpy chin, downturned lips and moist eyes beneath brows pinched upward in the middle', // 1 4 15 17
  ],
  surprise: [
    'eyebrows raised and arched, eyes opened wide, jaw dropped, lips parted and relaxed', // 1 2 5 26
    'both eyebrows arch high and leave long level creases across the whole forehead', // 1 2
    'round eyes with the lids far apart and no tightness below them', // 5, no 7
    'the jaw hangs open and the slack lips form an oval', // 25 26
    'a lengthened face with high curved brows and a mouth fallen open without any strain', // 1 2 26
  ],
  fear: [
    'eyebrows raised and drawn together, upper eyelids lifted, lower eyelids tense, lips stretched sideways', // 1 2 4 5 7 20
    'the eyebrows are lifted and pulled towards each other, almost straight, with short creases mid-forehead', // 1 2 4
    'staring eyes with white showing above the iris and hard, tightened lower eyelids', // 5 7
    'the lips are drawn back flat towards the ears, the mouth tense and half open', // 20 25
    'a strained face, brows up and knotted, eyes stretched wide, cords standing out on the neck', // 1 2 4 5 21
  ],
  disgust: [
    'nose wrinkled, upper lip raised, cheeks pushed up, eyebrows lowered, eyes narrowed', // 4 6 7 9 10
    'deep wrinkles run across the bridge of the nose and along its sides', // 9
    'the upper lip is drawn up towards the nose and lays teeth or gums bare', // 10 25
    'the wings of the nose are pulled up, the lower lip sticks out and the mouth corners turn down', // 9 15 17
    'eyes squeezed narrow by raised cheeks and lowered brows above a crinkled nose', // 4 6 7 9
  ],
  anger: [
    'eyebrows lowered and pinched together, hard glaring eyes, lips pressed tight, nostrils flared', // 4 5 7 24 38
    'the eyebrows are drawn down and together with upright furrows between them', // 4
    'a fixed glare from under low brows, the eyelids tightened', // 4 5 7
    'the lips are pressed into a thin hard line above a clenched jaw', // 23 24 31
    'a squared mouth bares clenched teeth beneath knitted brows', // 4 23 25 31
  ],
  contempt: [
    'one lip corner tightened and raised, asymmetric smirk, eyelids slightly lowered, chin lifted', // one-sided 12 14, lids lowered, head up
    'one corner of the mouth is pulled up and in while the other half of the face stays still', // one-sided 12 14
    'a dimple beside a single tightened lip corner makes a lopsided half smile', // one-sided 14
    'the head is tilted back and the eyes look down sideways under half lowered lids', // head up, lids lowered, gaze down
    'closed lips slant to one side under uneven eyebrows, the gaze cool and steady', // one-sided 2 14
  ],
};
