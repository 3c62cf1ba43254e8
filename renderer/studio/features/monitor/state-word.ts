/** What the states of processes, engines, destinations and shows are called in the log. Pure. */
import { isMessageKey } from '../../i18n/resources.ts';
import type { MessageKey } from '../../i18n/resources.ts';

/** The engines' processes are called after their engine. */
export function processName(name: string, t: (key: MessageKey, values?: Readonly<Record<string, string>>) => string): string {
  const engine = /^engine[ -](.+)$/.exec(name)?.[1];
  if (engine !== undefined) return t('monitor.process.engine', { name: engine });
  const key = `monitor.process.${name}`;
  return isMessageKey(key) ? t(key) : name;
}

/** null: a state that has no word of its own. */
export function stateKey(state: string): MessageKey | null {
  const key = `monitor.state.${state}`;
  return isMessageKey(key) ? key : null;
}
