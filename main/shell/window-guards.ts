/** Keeps the studio window on its own page: no navigation, no new windows, no webviews, no device permissions. */
import type { Session, WebContents } from 'electron';
import type { Logger } from '../kernel/logger.ts';
import { isStudioUrl, studioPageUrl } from './studio-scheme.ts';

/** Copying the RTMP address is the one thing that a page may ask of the system. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

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

export function guardSession(session: Session, logger: Logger): void {
  session.setPermissionCheckHandler((_contents, permission, origin) => grantedPermissions.has(permission) && isStudioUrl(origin));
  session.setPermissionRequestHandler((contents, permission, answer) => {
    const granted = grantedPermissions.has(permission) && isStudioUrl(contents.getURL());
    if (!granted) logger.warn('permission refused', { permission });
    answer(granted);
  });
  session.setDevicePermissionHandler(() => false);
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? url;
}
