import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/architecture.test.ts', 'test/e2e/**'],
          globalSetup: ['test/support/temporary-folder.ts'],
          setupFiles: ['test/support/property-seed.ts'],
          environment: 'node',
          testTimeout: 60_000,
          // Compiling the replay kernel takes seconds on a quiet machine and minutes on a busy one.
          hookTimeout: 240_000,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'component',
          include: ['test/renderer/**/*.test.tsx'],
          setupFiles: ['test/support/property-seed.ts'],
          environment: 'happy-dom',
          testTimeout: 60_000,
        },
      },
      { test: { name: 'architecture', include: ['test/architecture.test.ts'], environment: 'node' } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/temporary-folder.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
