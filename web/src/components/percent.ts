// A share of 1 as a person reads it, in per cent.
/** `87.5 %`, for scores; a dash where there is none. Of one face, `wholePercent` of `mpafer/face-words` is used. */
export const percent = (share: number | undefined): string =>
  share === undefined || Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`;
