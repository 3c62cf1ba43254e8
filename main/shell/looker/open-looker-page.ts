/**
 * The looking page itself: contents without a window, a session of its own in memory, a sandbox, no preload, and no way out but the files of its folder and
 * the line to whoever opened it. It dies alone.
 */
import { readFile } from 'node:fs/promises';
import { WebContentsView, session, type Session } from 'electron';
import type { Logger } from '../../kernel/logger.ts';
import { studioScheme } from '../studio-scheme.ts';
import { guardWebContents } from '../window-guards.ts';
import type { LookerPage } from './create-picture-looker.ts';
import { createJobLine } from './job-line.ts';
import { isLookerUrl, lookerPageUrl, lookerPolicy, resolveLookerFile, type LookerFinds } from './looker-origin.ts';

/** Not kept on the disk. */
const partition = 'looker';
/** A view that nobody holds is collected, and its page with it. */
const open = new Set<WebContentsView>();

export function openLookerPage(rendererDir: string, finds: LookerFinds, logger: Logger): LookerPage {
  const line = createJobLine();
  const own = session.fromPartition(partition);
  closeSession(own);
  own.protocol.handle(studioScheme, (request) => line.serve(request) ?? serveFile(rendererDir, request));
  const view = new WebContentsView({
    webPreferences: {
      session: own,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      disableDialogs: true,
      // nobody sees it: its timers would be slowed down
      backgroundThrottling: false,
    },
  });
  open.add(view);
  const { webContents: contents } = view;
  guardWebContents(contents, logger, lookerPageUrl(finds));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  let isOpen = true;
  const end = (reason: Error): void => {
    if (!isOpen) return;
    isOpen = false;
    open.delete(view);
    line.close(reason);
    own.protocol.unhandle(studioScheme);
    if (!contents.isDestroyed()) contents.close();
  };
  contents.on('render-process-gone', (_event, { reason }) => end(new Error(`the looking page has gone: ${reason}`)));
  contents.on('destroyed', () => end(new Error('the looking page was destroyed')));
  contents.on('console-message', (...details: unknown[]) => logger.debug('the looking page says', { text: consoleText(details) }));
  contents.loadURL(lookerPageUrl(finds)).catch((error: unknown) => end(new Error(`the looking page was not loaded: ${String(error)}`)));
  return { isOpen: () => isOpen, look: (png) => line.ask(png), close: () => end(new Error('the looking page was closed')) };
}

/** No permission, no device, no download, and no request beyond the page's own origin, whatever its policy lets through. */
function closeSession(own: Session): void {
  own.setPermissionCheckHandler(() => false);
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setDevicePermissionHandler(() => false);
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isLookerUrl(url) }));
  own.removeAllListeners('will-download');
  own.on('will-download', (event) => event.preventDefault());
}

async function serveFile(rendererDir: string, request: Request): Promise<Response> {
  const asset = request.method === 'GET' ? resolveLookerFile(rendererDir, request.url) : null;
  const headers = { 'content-security-policy': lookerPolicy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
  if (asset === null) return new Response('not found', { status: 404, headers });
  try {
    return new Response(await readFile(asset.path), { headers: { ...headers, 'content-type': asset.contentType } });
  } catch {
    return new Response('not found', { status: 404, headers });
  }
}

/** Electron is changing this event's shape: the text is the first string of either. */
function consoleText(details: readonly unknown[]): string {
  const [first, , text] = details;
  if (typeof text === 'string') return text.slice(0, 500);
  return typeof first === 'object' && first !== null && 'message' in first ? String(first.message).slice(0, 500) : '';
}
