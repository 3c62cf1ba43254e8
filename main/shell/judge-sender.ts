/** Who may have a door: the top frame of the studio window, while it shows a studio page. */
import { isStudioUrl } from './studio-scheme.ts';

export interface Sender {
  /** The frame's URL; null when the frame has gone. */
  readonly frameUrl: string | null;
  readonly isTopFrame: boolean;
  readonly isStudioWindow: boolean;
}

export type SenderVerdict = 'ok' | 'frame-gone' | 'other-window' | 'sub-frame' | 'other-origin';

export function judgeSender(sender: Sender): SenderVerdict {
  if (sender.frameUrl === null) return 'frame-gone';
  if (!sender.isStudioWindow) return 'other-window';
  if (!sender.isTopFrame) return 'sub-frame';
  return isStudioUrl(sender.frameUrl) ? 'ok' : 'other-origin';
}
