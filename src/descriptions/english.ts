// Whether a description is English, by its letters and most frequent words. CLIP was trained on English captions.

/** Words that nearly every English description of a face contains, and that other languages of the same alphabet lack. */
const english = new Set(
  (
    'the and with of is are that which from while both slightly their this it to at by or not as than ' +
    'eyebrow eyebrows brow brows eye eyes eyelid eyelids lid lids gaze forehead nose nostrils cheek cheeks mouth lip lips teeth jaw chin face ' +
    'facial head skin wrinkles wrinkled crinkled creases lines corner corners upper lower inner outer side sides raised lifted lowered drawn ' +
    'pulled pushed pressed tight tightened tense tension relaxed open opened wide widened closed parted narrowed turned upward upwards down ' +
    'downward downwards together back smile smiling stare glare frown frowning look looks looking smooth soft hard straight level neutral dropped'
  ).split(' '),
);

/** A fifth is enough, as other words and names of classes prove nothing either way. */
const least = 0.2;

/**
 * A light test: at most one letter in twenty may be outside a to z, and at least a fifth of the words must be among some 110 that English
 * descriptions of faces use. It tells English from other languages, not good English from bad.
 */
export function looksEnglish(description: string): boolean {
  const letters = description.match(/\p{L}/gu) ?? [];
  const foreign = letters.filter((letter) => !/[a-z]/i.test(letter)).length;
  const words = description.toLowerCase().match(/\p{L}+/gu) ?? [];
  const known = words.filter((word) => english.has(word)).length;
  return words.length > 0 && foreign <= letters.length / 20 && known >= words.length * least;
}
