/**
 * `@vladmandic/human` 3.3.6 as it runs under plain Node: WebAssembly, models from a folder, nothing from the network. Its own Node build asks for
 * files through `fetch`, which in Node knows no file addresses: within this process `fetch` reads them, and refuses everything else.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Human as HumanClass } from 'human-node-wasm';
import type { ClaimedFace } from './judge-faces.ts';

export interface HumanFinder {
  /** `rgb`: 0..255, three values a pixel. Meshes in shares of that picture. */
  find(rgb: Float32Array, width: number, height: number): Promise<ClaimedFace[]>;
}

const off = { enabled: false };

/** `modelsDir` holds blazeface, facemesh and iris (.json and .bin) and the WebAssembly of tfjs. */
export async function loadHuman(modelsDir: string): Promise<HumanFinder> {
  globalThis.fetch = async (input) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!address.startsWith('file:')) throw new TypeError(`the face finder reads files alone, not ${address}`);
    const type = address.endsWith('.json')
      ? 'application/json'
      : address.endsWith('.wasm')
        ? 'application/wasm'
        : 'application/octet-stream';
    return new Response(await readFile(fileURLToPath(address)), { headers: { 'content-type': type } });
  };
  const folder = `${pathToFileURL(modelsDir).href}/`;
  const human = new HumanClass({
    backend: 'wasm',
    async: false,
    debug: false,
    wasmPath: folder,
    modelBasePath: folder,
    cacheSensitivity: 0,
    filter: off,
    face: {
      enabled: true,
      detector: { rotation: true, maxDetected: 6, minConfidence: 0.2, minSize: 0 },
      mesh: { enabled: true },
      iris: { enabled: true },
      attention: off,
      description: off,
      emotion: off,
      antispoof: off,
      liveness: off,
    },
    body: off,
    hand: off,
    object: off,
    gesture: off,
    segmentation: off,
  });
  await human.load();
  return {
    async find(rgb, width, height) {
      const tensor = human.tf.tensor(rgb, [1, height, width, 3], 'float32');
      try {
        const { face, error } = await human.detect(tensor);
        if (error) throw new Error(`the face finder failed: ${error}`);
        return face.map(({ score, meshRaw, rotation }) => ({
          finder: 'human',
          score,
          yaw: rotation?.angle.yaw ?? 0,
          mesh: meshRaw.map(([x, y]) => [x, y] as const),
        }));
      } finally {
        human.tf.dispose(tensor);
      }
    },
  };
}
