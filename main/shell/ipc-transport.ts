/**
 * The window's door: the preload asks, the sender is judged, and a MessagePort with the studio's router behind it is handed over.
 * A page that loads again gets a new port; everything that ran over its old one ends.
 */
import { MessageChannelMain, ipcMain } from 'electron';
import type { BrowserWindow, IpcMainEvent, MessagePortMain } from 'electron';
import { RPCHandler } from '@orpc/server/message-port';
import { localOwner } from '../access/principal.ts';
import type { Principal } from '../access/principal.ts';
import type { StudioRouter } from '../api/create-studio-router.ts';
import type { DoorContext } from '../api/guarded-implementer.ts';
import { createDeferred } from '../kernel/deferred.ts';
import type { Logger } from '../kernel/logger.ts';
import { judgeSender } from './judge-sender.ts';

/** Shared with preload/studio.ts, which must not import from main. */
export const openDoorChannel = 'studio:open-door';
export const doorChannel = 'studio:door';

export interface IpcTransportOptions {
  readonly window: BrowserWindow;
  readonly router: StudioRouter;
  readonly logger: Logger;
  /** Default: the local owner, who sits at the machine. */
  readonly principal?: Principal;
}

export interface IpcTransport {
  /** Resolves when the page has its first door. */
  readonly opened: Promise<void>;
  dispose(): void;
}

export function createIpcTransport({ window, router, logger, principal = localOwner }: IpcTransportOptions): IpcTransport {
  const handler = new RPCHandler<DoorContext>(router);
  const opened = createDeferred<void>();
  let closeCurrent = (): void => {};

  const onOpenDoor = (event: IpcMainEvent): void => {
    const frame = event.senderFrame;
    const verdict = judgeSender({
      frameUrl: frame?.url ?? null,
      isTopFrame: frame !== null && frame.parent === null,
      isStudioWindow: !window.isDestroyed() && event.sender === window.webContents,
    });
    if (verdict !== 'ok' || frame === null) {
      logger.warn('door refused', { verdict, url: frame?.url ?? null });
      return;
    }
    closeCurrent();
    const { port1, port2 } = new MessageChannelMain();
    closeCurrent = attach(handler, port1, { principal });
    frame.postMessage(doorChannel, null, [port2]);
    opened.resolve();
  };
  ipcMain.on(openDoorChannel, onOpenDoor);
  const onGone = (): void => closeCurrent();
  window.webContents.on('render-process-gone', onGone);

  return {
    opened: opened.promise,
    dispose() {
      ipcMain.off(openDoorChannel, onOpenDoor);
      closeCurrent();
    },
  };
}

/** Puts the router behind a port. The returned function ends every call and stream on it; a closed far end does the same. */
function attach(handler: RPCHandler<DoorContext>, port: MessagePortMain, context: DoorContext): () => void {
  let open = true;
  const closeListeners: (() => void)[] = [];
  const close = (): void => {
    if (!open) return;
    open = false;
    for (const listener of closeListeners) listener();
    port.close();
  };
  port.on('close', close);
  handler.upgrade(
    {
      on: (event, listener) => {
        if (event === 'close') closeListeners.push(() => listener());
        else port.on('message', (message) => listener({ data: message.data as unknown }));
      },
      postMessage: (message: unknown) => {
        if (open) port.postMessage(message);
      },
    },
    { context },
  );
  port.start();
  return close;
}
