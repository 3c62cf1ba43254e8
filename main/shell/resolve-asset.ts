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
  return isStudioUrl(url) ? resolveFile(resolve(rendererDir), url, contentTypes) : null;
}

/** A file below `root` by the path of a URL; null: outside of it, or of a type that is not named. */
export function resolveFile(root: string, url: string, types: Readonly<Record<string, string>>): Asset | null {
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (pathname.includes('\0')) return null;
  const path = resolve(root, `.${pathname}`);
  const contentType = types[extname(path).toLowerCase()];
  if (contentType === undefined || !path.startsWith(root + sep)) return null;
  return { path, contentType };
}
