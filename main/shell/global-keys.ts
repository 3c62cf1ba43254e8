/** Keys that work while another program is in front, through Electron's globalShortcut. Knows no actions. */
import { globalShortcut } from 'electron';
import type { GlobalKeys } from '../app/shortcut-desk.ts';

export const globalKeys: GlobalKeys = {
  register(accelerator, onPress) {
    try {
      return globalShortcut.register(accelerator, onPress);
    } catch {
      // what Electron cannot read as an accelerator
      return false;
    }
  },
  unregister: (accelerator) => globalShortcut.unregister(accelerator),
};
