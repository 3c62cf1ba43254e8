/** The process that plays a part now, by the studio's own list. Pure. */
import type { StudioSnapshot } from '../../../main/api/contract/studio.ts';
import type { Target } from './words.ts';

const engineKinds: readonly Target[] = ['llm', 'expression', 'tts', 'face'];

/** null = it is not running at the moment. */
export function findTarget(snapshot: Pick<StudioSnapshot, 'engines' | 'processes'>, target: Target): number | null {
  const found = engineKinds.includes(target)
    ? snapshot.engines.find(({ kind, state }) => kind === target && state === 'ready')
    : snapshot.processes.find(({ name, state }) => name === target && state === 'running');
  return found?.pid ?? null;
}
