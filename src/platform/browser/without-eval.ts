// Keeps zod from compiling its checks with `new Function`, which a strict content security policy reports as a violation.
import * as z from 'zod';

// Read when a schema is made, so this module comes before every other; zod keeps it for all its copies in the page.
z.config({ jitless: true });
