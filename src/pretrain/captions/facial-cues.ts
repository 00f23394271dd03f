// What one sees in each expression, cue by cue, after facial action units (Ekman and Friesen), each in several wordings.
import type { Expression } from '../../data/expressions.ts';

/** For each expression its cues; each cue in wordings that mean the same. */
export const facialCues: Readonly<Record<Expression, readonly (readonly string[])[]>> = {
  neutral: [
    ['relaxed eyebrows', 'level eyebrows', 'eyebrows at rest', 'brows neither raised nor lowered'],
    ['eyes naturally open', 'a steady gaze', 'eyes open in a normal way', 'a calm look'],
    ['mouth closed and level', 'lips gently closed', 'a straight mouth', 'lips resting on each other'],
    ['smooth forehead', 'a forehead without lines', 'no wrinkles in the forehead'],
    ['no muscle tension', 'relaxed cheeks', 'a relaxed face', 'no movement in the face'],
  ],
  happiness: [
    ['lip corners pulled up', 'mouth corners raised', 'a wide smile', 'a broad grin', 'lips curved upward'],
    ['cheeks raised', 'lifted cheeks', 'round cheeks', 'dimples in the cheeks'],
    [
      'crinkles beside the eyes',
      "crow's feet",
      'laughing eyes',
      'wrinkles at the outer eye corners',
      'narrowed sparkling eyes',
    ],
    ['teeth often showing', 'teeth showing', 'bright teeth', 'an open laughing mouth', 'the upper teeth showing'],
    ['relaxed eyebrows', 'a relaxed forehead', 'eyes that smile too'],
  ],
  sadness: [
    [
      'inner eyebrows raised',
      'inner brow corners drawn up',
      'slanting eyebrows',
      'oblique eyebrows',
      'brows raised in the middle',
    ],
    ['upper eyelids drooping', 'drooping lids', 'heavy eyelids', 'a lowered gaze', 'eyes cast down'],
    ['lip corners turned down', 'mouth corners pulled down', 'a drooping mouth', 'a downturned mouth'],
    ['chin slightly raised', 'a trembling chin', 'lower lip pushed up', 'a pouting lower lip', 'a wrinkled chin'],
    ['wet eyes', 'tears in the eyes', 'tears on the cheeks', 'eyes full of tears'],
  ],
  surprise: [
    [
      'eyebrows raised and arched',
      'highly raised eyebrows',
      'arched brows',
      'brows lifted high',
      'eyebrows shooting up',
    ],
    ['eyes opened wide', 'wide open eyes', 'wide eyes', 'round eyes', 'the white of the eyes showing'],
    ['jaw dropped', 'a dropped jaw', 'mouth hanging open', 'an open oval mouth', 'mouth wide open'],
    ['lips parted and relaxed', 'parted lips', 'lips forming an o'],
    ['lines across the forehead', 'a wrinkled forehead', 'horizontal lines in the forehead'],
  ],
  fear: [
    [
      'eyebrows raised and drawn together',
      'brows raised and pulled together',
      'tense raised eyebrows',
      'eyebrows lifted and pinched',
    ],
    ['upper eyelids lifted', 'raised upper lids', 'eyes wide with fear', 'staring eyes'],
    ['lower eyelids tense', 'tightened lower lids', 'tense eyelids'],
    [
      'lips stretched sideways',
      'mouth stretched wide',
      'lips drawn back',
      'a tense open mouth',
      'mouth corners pulled back',
    ],
    ['a pale tense face', 'a frozen face', 'the head pulled back', 'trembling lips'],
  ],
  disgust: [
    [
      'nose wrinkled',
      'a wrinkled nose',
      'wrinkles across the bridge of the nose',
      'a crinkled nose',
      'the nose screwed up',
    ],
    ['upper lip raised', 'a raised upper lip', 'the upper lip drawn up', 'a curled lip'],
    ['cheeks pushed up', 'cheeks bunched up', 'deep folds beside the nose'],
    ['eyebrows lowered', 'lowered brows', 'brows pulled down'],
    ['eyes narrowed', 'squinting eyes', 'eyes nearly shut', 'the tongue pushed forward'],
  ],
  anger: [
    [
      'eyebrows lowered and pinched together',
      'eyebrows drawn down and together',
      'a deep frown',
      'knitted brows',
      'furrowed brows',
    ],
    ['hard glaring eyes', 'a fixed stare', 'a piercing look', 'glaring eyes', 'bulging eyes'],
    [
      'lips pressed tight',
      'tightly pressed lips',
      'thin lips',
      'bared teeth',
      'a square shouting mouth',
      'clenched teeth',
    ],
    ['nostrils flared', 'flaring nostrils', 'wide nostrils'],
    ['tense eyelids', 'a clenched jaw', 'upright lines between the brows', 'the chin pushed forward'],
  ],
  contempt: [
    [
      'one lip corner tightened and raised',
      'one corner of the mouth pulled up',
      'a one-sided smile',
      'a lopsided mouth',
    ],
    ['asymmetric smirk', 'a smirk', 'a half smile', 'a crooked smile', 'a slight sneer'],
    ['eyelids slightly lowered', 'half-closed eyes', 'a look from above', 'eyes looking sideways'],
    ['chin lifted', 'a raised chin', 'the head tilted back', 'the nose in the air'],
    ['one eyebrow raised', 'a raised eyebrow', 'a doubting look'],
  ],
};
