/** Keeps a window on its own page: no navigation, no new windows, no webviews, and of all devices only the microphone, while somebody wants to be heard. */
import type { WebContents } from 'electron';
import type { Logger } from '../kernel/logger.ts';
import { judgePermission } from './judge-permission.ts';
import { isStudioUrl, studioPageUrl } from './studio-scheme.ts';

/** `pageUrl`: the one page that is shown there. */
export function guardWebContents(contents: WebContents, logger: Logger, pageUrl: string = studioPageUrl): void {
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    if (withoutHash(event.url) === pageUrl) return;
    event.preventDefault();
    logger.warn('navigation refused', { url: event.url });
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    logger.warn('window refused', { url });
    return { action: 'deny' };
  });
}

/** For the session of the studio window's contents. `mayListen` is asked each time: is listening turned on? */
export function guardSession(studio: WebContents, mayListen: () => boolean, logger: Logger): void {
  const { session } = studio;
  const windowOf = (contents: WebContents | null): 'studio' | 'other' => (contents?.id === studio.id ? 'studio' : 'other');
  session.setPermissionCheckHandler((contents, permission, origin, details) => {
    const wanted = { permission, window: windowOf(contents), media: mediaOf(details.mediaType) };
    return isStudioUrl(origin) && details.isMainFrame && judgePermission(wanted, mayListen) === 'granted';
  });
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const wanted = { permission, window: windowOf(contents), media: 'mediaTypes' in details ? (details.mediaTypes ?? []) : [] };
    const granted = isStudioUrl(contents.getURL()) && details.isMainFrame && judgePermission(wanted, mayListen) === 'granted';
    if (!granted) logger.warn('permission refused', { permission, media: wanted.media });
    answer(granted);
  });
  session.setDevicePermissionHandler(() => false);
}

const mediaOf = (type: 'video' | 'audio' | 'unknown' | undefined): readonly string[] => (type === undefined ? [] : [type]);

function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? url;
}
