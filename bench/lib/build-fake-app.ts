/** The real shell and window around the scripted studio (tests/e2e/support/fake-main.ts), built for a bench: the only way to a history of thousands of turns at once. */
import path from 'node:path';
import process from 'node:process';

interface Vite {
  readonly build: (config: unknown) => Promise<unknown>;
}

/** The built entry. It needs the app's own build beside it. */
export async function buildFakeApp(): Promise<string> {
  const root = process.cwd();
  // a tool of the repository: it does not belong into the bench's own build
  const name = 'vite';
  const { build } = (await import(/* @vite-ignore */ name)) as Vite;
  const outDir = path.resolve(root, 'dist/bench-ui');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: path.resolve(root, 'tests/e2e/support/fake-main.ts'),
      outDir,
      emptyOutDir: true,
      target: 'node20.18',
      rollupOptions: { external: ['electron'], output: { entryFileNames: '[name].js' } },
    },
  });
  return path.join(outDir, 'fake-main.js');
}
