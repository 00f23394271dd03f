// Whether a file is a video, by its first bytes.

/** MP4 and MOV (but not AVIF and HEIC, which are pictures), Matroska and WebM, AVI, MPEG, FLV. */
export function looksLikeVideo(bytes: Uint8Array): boolean {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(4, 8) === 'ftyp') return !/^(avi[fs]|hei[cfsx]|hev[cx]|mif1|msf1)$/.test(text(8, 12));
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (['1a45dfa3', '000001ba', '000001b3'].includes(start)) return true;
  return (text(0, 4) === 'RIFF' && text(8, 12) === 'AVI ') || text(0, 3) === 'FLV';
}
