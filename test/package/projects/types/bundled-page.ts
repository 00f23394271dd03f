// The neutral name, where the tools resolve it for pages: the condition "browser".
import { browserEngine } from 'mpafer';

export const engine = browserEngine({ threads: 1 });
