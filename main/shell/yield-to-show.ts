/** The window draws with what the show leaves over: its page and Chromium's drawing process run at a lower priority than everything on air. */
import { app } from 'electron';
import { lowerProcessPriority } from '../processes/host/priority.ts';

const windowNice = 10;
/** Chromium starts threads and, after a crash, whole processes of its own accord. */
const checkEveryMs = 3000;

/** The returned function ends the watch; what was lowered stays so. */
export function yieldToShow(): () => void {
  const lower = (): void => {
    for (const { pid, type } of app.getAppMetrics()) {
      if (type === 'Tab' || type === 'GPU') lowerProcessPriority(pid, windowNice);
    }
  };
  lower();
  const timer = setInterval(lower, checkEveryMs);
  return () => clearInterval(timer);
}
