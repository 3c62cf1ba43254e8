/** Builds main (with every child entry), preload and renderer into dist/. Targets are the floor (Electron 33: Node 20.18, Chrome 130), whatever version is installed. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/**
 * What the looking page loads beside its own script: two libraries with their models, 16 MB. Only their SIMD programs: every processor that this Chromium
 * runs WebAssembly SIMD on; elsewhere the page says that it cannot look.
 */
const lookerFiles: Readonly<Record<string, readonly string[]>> = {
  face_mesh: [
    'face_mesh.js',
    'face_mesh.binarypb',
    'face_mesh_solution_packed_assets_loader.js',
    'face_mesh_solution_packed_assets.data',
    'face_mesh_solution_simd_wasm_bin.js',
    'face_mesh_solution_simd_wasm_bin.wasm',
  ],
  selfie_segmentation: [
    'selfie_segmentation.js',
    'selfie_segmentation.binarypb',
    'selfie_segmentation.tflite',
    'selfie_segmentation_solution_simd_wasm_bin.js',
    'selfie_segmentation_solution_simd_wasm_bin.wasm',
  ],
};

/** Into a folder of dist/, where whoever needs them looks for them. Written anew: some packages bring files that only their owner may read. */
function copyFiles(folder: string, files: readonly string[]): Plugin {
  return {
    name: `${folder}-files`,
    writeBundle() {
      mkdirSync(at('dist', folder), { recursive: true });
      for (const file of files) writeFileSync(at('dist', folder, basename(file)), readFileSync(at('node_modules', file)));
    },
  };
}

export default defineConfig({
  main: {
    plugins: [copyFiles('main/face-finder', faceFinderFiles), copyFiles('main/voice-gate', voiceGateFiles)],
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
    plugins: [
      react(),
      ...Object.entries(lookerFiles).map(([library, files]) =>
        copyFiles(
          `renderer/looker/${library}`,
          files.map((file) => `@mediapipe/${library}/${file}`),
        ),
      ),
    ],
    build: {
      outDir: at('dist/renderer'),
      target: 'chrome130',
      emptyOutDir: true,
      // this Chromium preloads by itself, and the two pages share nothing
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: { studio: at('renderer/studio/index.html'), looker: at('renderer/looker/index.html') },
        // the looking page is served its own folder alone
        output: { entryFileNames: ({ name }) => (name === 'looker' ? 'looker/[name].js' : 'assets/[name]-[hash].js') },
      },
    },
  },
});
