/** Serves the built renderer under the studio's own scheme, with its policy on every answer. */
import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { resolveAsset } from './resolve-asset.ts';
import { studioScheme } from './studio-scheme.ts';

/** Before Electron is ready. */
export function declareStudioScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: studioScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** After Electron is ready. The returned function ends it. */
export function serveStudioScheme(rendererDir: string): () => void {
  protocol.handle(studioScheme, async (request) => {
    const asset = resolveAsset(rendererDir, request.url);
    if (asset === null || request.method !== 'GET') return notFound();
    try {
      return new Response(await readFile(asset.path), {
        headers: {
          'content-type': asset.contentType,
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        },
      });
    } catch {
      return notFound();
    }
  });
  return () => protocol.unhandle(studioScheme);
}

function notFound(): Response {
  return new Response('not found', {
    status: 404,
    headers: { 'content-type': 'text/plain', 'content-security-policy': contentSecurityPolicy },
  });
}
