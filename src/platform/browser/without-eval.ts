// Keeps zod from compiling its checks with `new Function`, which a strict content security policy reports as a violation.
import * as z from 'zod';

// zod reads this when a schema is created, so import this module first; the setting is shared by all copies of zod in the page.
z.config({ jitless: true });
