/** The engines that hold memory now, each once, the active ones first. Pure. */
import type { UserMessage } from '../../../../main/contract/failure.ts';
import type { ModelsView } from '../../../../main/api/contract/engines.ts';

export interface MemoryPart {
  readonly key: string;
  readonly title: UserMessage;
  readonly role: 'active' | 'candidate' | 'previous' | 'warm';
  readonly bytes: number;
}

const order: readonly MemoryPart['role'][] = ['active', 'candidate', 'previous', 'warm'];

export function memoryParts({ slots }: Pick<ModelsView, 'slots'>): readonly MemoryPart[] {
  const parts: MemoryPart[] = [];
  const add = (
    role: MemoryPart['role'],
    instanceId: string | null | undefined,
    title: UserMessage | undefined,
    bytes: number | null,
  ): void => {
    if (instanceId && title && bytes) parts.push({ key: instanceId, title, role, bytes });
  };
  for (const { active, candidate, previous, warm } of slots) {
    add('active', active?.instanceId, active?.title, active?.rssBytes ?? null);
    add('candidate', candidate?.instanceId, candidate?.title, candidate?.rssBytes ?? null);
    add('previous', previous?.instanceId, previous?.choice?.title, previous?.rssBytes ?? null);
    for (const { instanceId, title, rssBytes } of warm) add('warm', instanceId, title, rssBytes);
  }
  return parts.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || b.bytes - a.bytes);
}
