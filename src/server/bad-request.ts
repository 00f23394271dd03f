// The answer to what is no request: the address or the host cannot be read.
import { Problem, problemResponse } from './problem.ts';

export const badRequest = (): Response =>
  problemResponse(new Problem('malformed-request', 'Cannot read the request: its address or host is malformed'), '-');
