/** Global set-up of the e2e project: builds the test entry beside the app's own build (dist/e2e/fake-main.js). */
import { resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../../..');
export const fakeMainPath = resolve(root, 'dist/e2e/fake-main.js');

export default async function buildFakeMain(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: resolve(root, 'tests/e2e/support/fake-main.ts'),
      outDir: resolve(root, 'dist/e2e'),
      emptyOutDir: true,
      target: 'node20.18',
      rollupOptions: { external: ['electron'], output: { entryFileNames: '[name].js' } },
    },
  });
}
