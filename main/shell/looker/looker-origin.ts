/** Where the looking page lives: an origin of its own within the studio's scheme, in a session of its own; and what it may load there. */
import { resolve, sep } from 'node:path';
import { resolveFile, type Asset } from '../resolve-asset.ts';
import { studioScheme } from '../studio-scheme.ts';

export type LookerFinds = 'face' | 'person';

const host = 'looker';
/** Of the built renderer. */
const folder = 'looker';
export const lookerOrigin = `${studioScheme}://${host}`;
export const lookerPageUrl = (finds: LookerFinds): string => `${lookerOrigin}/${folder}/index.html?finds=${finds}`;

export function isLookerUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  return parsed.protocol === `${studioScheme}:` && parsed.host === host;
}

/**
 * Its libraries make functions out of text (embind), so it alone has 'unsafe-eval'; therefore it has nothing else: no preload, no style, no picture from
 * elsewhere, no frame, no worker, and no address but its own.
 */
const directives: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'unsafe-eval'"],
  'connect-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

export const lookerPolicy: string = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources.join(' ')}`)
  .join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.data': 'application/octet-stream',
  '.binarypb': 'application/octet-stream',
  '.tflite': 'application/octet-stream',
};

/** From a URL of the page to a file of its folder, never outside of it. */
export function resolveLookerFile(rendererDir: string, url: string): Asset | null {
  if (!isLookerUrl(url)) return null;
  const asset = resolveFile(resolve(rendererDir), url, contentTypes);
  return asset?.path.startsWith(resolve(rendererDir, folder) + sep) ? asset : null;
}
