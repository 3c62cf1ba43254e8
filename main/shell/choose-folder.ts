/** The system's dialog for one folder, over the studio window. What comes back was picked by whoever sits at the machine; the page names no path. */
import { BrowserWindow, app, dialog, type OpenDialogOptions } from 'electron';

/** null: cancelled. */
export async function chooseFolder(start: string): Promise<string | null> {
  const chinese = app.getLocale().startsWith('zh');
  const options: OpenDialogOptions = {
    title: chinese ? '选择录像文件夹' : 'Choose the folder of recordings',
    buttonLabel: chinese ? '存放在这里' : 'Record here',
    defaultPath: start,
    properties: ['openDirectory', 'createDirectory'],
  };
  const window = BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = await (window === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
  return canceled ? null : (filePaths[0] ?? null);
}
