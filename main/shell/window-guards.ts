/** Keeps the studio window on its own page: no navigation, no new windows, no webviews, and of all devices only the microphone, while somebody wants to be heard. */
import type { Session, WebContents } from 'electron';
import type { Logger } from '../kernel/logger.ts';
import { judgePermission } from './judge-permission.ts';
import { isStudioUrl, studioPageUrl } from './studio-scheme.ts';

export function guardWebContents(contents: WebContents, logger: Logger): void {
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    if (withoutHash(event.url) === studioPageUrl) return;
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

/** `mayListen` is asked each time: is listening turned on? */
export function guardSession(session: Session, mayListen: () => boolean, logger: Logger): void {
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      isStudioUrl(origin) &&
      details.isMainFrame &&
      judgePermission({ permission, media: mediaOf(details.mediaType) }, mayListen) === 'granted',
  );
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const ours = isStudioUrl(contents.getURL()) && details.isMainFrame;
    const granted = ours && judgePermission({ permission, media }, mayListen) === 'granted';
    if (!granted) logger.warn('permission refused', { permission, media });
    answer(granted);
  });
  session.setDevicePermissionHandler(() => false);
}

const mediaOf = (type: 'video' | 'audio' | 'unknown' | undefined): readonly string[] => (type === undefined ? [] : [type]);

function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? url;
}
