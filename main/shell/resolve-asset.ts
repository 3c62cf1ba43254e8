/** From a studio URL to a file of the built renderer, never outside of it. */
import { extname, resolve, sep } from 'node:path';
import { isStudioUrl } from './studio-scheme.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

export interface Asset {
  readonly path: string;
  readonly contentType: string;
}

/** null: another origin, a path that leaves the folder, or a type that a studio page has no use for. */
export function resolveAsset(rendererDir: string, url: string): Asset | null {
  if (!isStudioUrl(url)) return null;
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (pathname.includes('\0')) return null;
  const root = resolve(rendererDir);
  const path = resolve(root, `.${pathname}`);
  const contentType = contentTypes[extname(path).toLowerCase()];
  if (contentType === undefined || !path.startsWith(root + sep)) return null;
  return { path, contentType };
}
