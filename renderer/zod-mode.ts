import { z } from 'zod';

// SECURITY: zod would otherwise build parsers with `new Function`, which the page's CSP refuses and reports. (test/renderer/zod-mode.test.ts)
z.config({ jitless: true });
