// What one sees in each of the eight basic expressions, after facial action units (Ekman and Friesen). Our own words, not the paper's:
// its ChatGPT answers were not published.
import type { Descriptions } from './hard-prompt.ts';

export const defaultDescriptions: Descriptions = {
  neutral: 'relaxed eyebrows, eyes naturally open, mouth closed and level, smooth forehead, no muscle tension',
  happiness: 'lip corners pulled up, cheeks raised, crinkles beside the eyes, teeth often showing',
  sadness: 'inner eyebrows raised, upper eyelids drooping, lip corners turned down, chin slightly raised',
  surprise: 'eyebrows raised and arched, eyes opened wide, jaw dropped, lips parted and relaxed',
  fear: 'eyebrows raised and drawn together, upper eyelids lifted, lower eyelids tense, lips stretched sideways',
  disgust: 'nose wrinkled, upper lip raised, cheeks pushed up, eyebrows lowered, eyes narrowed',
  anger: 'eyebrows lowered and pinched together, hard glaring eyes, lips pressed tight, nostrils flared',
  contempt: 'one lip corner tightened and raised, asymmetric smirk, eyelids slightly lowered, chin lifted',
};
