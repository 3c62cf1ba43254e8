/** Closing the window ends the show, so on air it asks first. Quitting by other ways (signal, menu) does not ask. */
import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { StudioPort } from '../api/studio-port.ts';

export function confirmCloseOnAir(window: BrowserWindow, studio: Pick<StudioPort, 'snapshot'>): void {
  let asking = false;
  let quitting = false;
  app.once('before-quit', () => (quitting = true));
  window.on('close', (event) => {
    if (quitting || studio.snapshot().show.state === 'off') return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    const chinese = app.getLocale().startsWith('zh');
    void dialog
      .showMessageBox(window, {
        type: 'warning',
        message: chinese ? '正在直播。要结束直播并退出吗？' : 'You are on air. End the show and quit?',
        detail: chinese ? '录像会先保存完整。' : 'A running recording is completed first.',
        buttons: chinese ? ['继续直播', '结束直播并退出'] : ['Stay on air', 'End the show and quit'],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        asking = false;
        if (response === 1) app.quit();
      });
  });
}
