/** Builds main (with every child entry), preload and renderer into dist/. Targets are the floor (Electron 33: Node 20.18, Chrome 130), whatever version is installed. */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { childEntries } from './build/child-entries.ts';

const root = import.meta.dirname;
const at = (...parts: string[]): string => resolve(root, ...parts);

/** dist/main/children/<name>.js for every process that the studio starts, and dist/main/bench/<name>.js for the benches. */
function entries(): Record<string, string> {
  const children = Object.entries(childEntries(root)).map(([name, file]) => [`children/${name}`, file]);
  const benches = readdirSync(at('bench'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [`bench/${file.slice(0, -3)}`, at('bench', file)]);
  return Object.fromEntries([...children, ...benches]) as Record<string, string>;
}

/** What the face finder reads at run time: 6 MB of two packages that weigh 130. Their programs are bundled into its entry. */
const faceFinderFiles = [
  ...['blazeface', 'facemesh', 'iris'].flatMap((name) => [`@vladmandic/human/models/${name}.json`, `@vladmandic/human/models/${name}.bin`]),
  '@vladmandic/human/LICENSE',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm',
];

/** The voice gate's model: 2 MB of a package from which nothing else is taken. */
const voiceGateFiles = ['@ricky0123/vad-web/dist/silero_vad_v6.onnx'];

/** Into dist/main/<folder>, where the child of that name looks for them. */
function copyFiles(folder: string, files: readonly string[]): Plugin {
  return {
    name: `${folder}-files`,
    writeBundle() {
      mkdirSync(at('dist/main', folder), { recursive: true });
      for (const file of files) copyFileSync(at('node_modules', file), at('dist/main', folder, basename(file)));
    },
  };
}

export default defineConfig({
  main: {
    plugins: [copyFiles('face-finder', faceFinderFiles), copyFiles('voice-gate', voiceGateFiles)],
    resolve: { alias: { 'human-node-wasm': at('node_modules/@vladmandic/human/dist/human.node-wasm.js') } },
    build: {
      outDir: 'dist/main',
      target: 'node20.18',
      sourcemap: true,
      rollupOptions: {
        // the benches drive the app with it; nothing that ships imports it
        external: ['playwright-core'],
        input: { index: at('main/index.ts'), cli: at('main/cli/index.ts'), ...entries() },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'dist/preload',
      target: 'node20.18',
      rollupOptions: { input: { studio: at('preload/studio.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: {
      outDir: at('dist/renderer'),
      target: 'chrome130',
      emptyOutDir: true,
      rollupOptions: { input: { studio: at('renderer/studio/index.html') } },
    },
  },
});
