/** What the states of processes, engines, destinations and shows are called in the log. Pure. */
import { isMessageKey } from '../../i18n/resources.ts';
import type { MessageKey } from '../../i18n/resources.ts';

/** null: a state that has no word of its own. */
export function stateKey(state: string): MessageKey | null {
  const key = `monitor.state.${state}`;
  return isMessageKey(key) ? key : null;
}
