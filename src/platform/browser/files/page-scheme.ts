// Which addresses a page can fetch: all but those of schemes that no browser fetches. Applications have schemes of their own.
import type { SchemeUse } from '../../../recognise/require-scheme.ts';

const never = ['ftp', 'ftps', 'sftp', 'ssh', 's3', 'gs', 'smb', 'javascript', 'mailto', 'about'];

/** @param base address of the page: files can be fetched by a page that is one */
export const pageScheme = (base: string): Pick<SchemeUse, 'accepts' | 'expected'> => ({
  accepts: (scheme) => !never.includes(scheme) && (scheme !== 'file' || base.startsWith('file:')),
  expected: 'an address by https:, http: or blob:, or relative to the page',
});
