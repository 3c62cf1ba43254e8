/** Is there room for a candidate beside what is loaded? Memory against the budget, and how many of its slot may be loaded at once. Pure. */
import type { UserMessage } from '../contract/failure.ts';
import type { InstanceId } from '../contract/ids.ts';
import { swapMessages } from './user-messages.ts';
import type { MemoryBudget } from './types.ts';

export interface LoadedEngine {
  readonly instanceId: InstanceId;
  /** `warm`: nobody uses it; it may be evicted. `going`: its end has begun, its memory is coming back. */
  readonly role: 'active' | 'candidate' | 'previous' | 'warm' | 'going';
  /** Of the slot that the candidate is for. */
  readonly sameSlot: boolean;
  /** null = not measured yet. */
  readonly bytes: number | null;
  /** Monotonic; when a warm one was last of use. */
  readonly lastUsedMs: number;
}

export interface AdmissionQuestion {
  readonly title: UserMessage;
  /** undefined = nothing is known of it: it is let in and watched. */
  readonly expectedBytes: number | undefined;
  readonly loaded: readonly LoadedEngine[];
  readonly budget: MemoryBudget;
  /** Candidate included. */
  readonly mostOfSlot: number;
  /** Memory that is given back before the candidate begins (stop-then-start): this instance's. */
  readonly replaces: InstanceId | null;
}

export type Admission =
  | { readonly kind: 'fits' }
  /** These first, the longest unused one first; then it fits. */
  | { readonly kind: 'evict'; readonly instances: readonly InstanceId[] }
  | { readonly kind: 'refused'; readonly code: 'no-memory' | 'too-many'; readonly words: UserMessage };

export function admit({ title, expectedBytes, loaded, budget, mostOfSlot, replaces }: AdmissionQuestion): Admission {
  const staying = loaded.filter(({ instanceId }) => instanceId !== replaces);
  const inSlot = staying.filter(({ sameSlot, role }) => sameSlot && role !== 'warm').length;
  if (inSlot + 1 > mostOfSlot) return { kind: 'refused', code: 'too-many', words: swapMessages.tooMany(title, inSlot, mostOfSlot) };
  if (expectedBytes === undefined) return { kind: 'fits' };

  const bytesOf = (engines: readonly LoadedEngine[]): number => engines.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const usedBytes = bytesOf(staying);
  const comesBackBytes = bytesOf(loaded) - usedBytes;
  const missing = (freedBytes: number): number =>
    Math.max(
      usedBytes - freedBytes + expectedBytes - budget.totalBytes,
      expectedBytes - freedBytes - comesBackBytes - budget.availableBytes,
    );
  if (missing(0) <= 0) return { kind: 'fits' };

  const evicted: LoadedEngine[] = [];
  for (const warm of staying.filter(({ role }) => role === 'warm').sort((a, b) => a.lastUsedMs - b.lastUsedMs)) {
    evicted.push(warm);
    if (missing(bytesOf(evicted)) <= 0) return { kind: 'evict', instances: evicted.map(({ instanceId }) => instanceId) };
  }
  const freeBytes = Math.max(0, Math.min(budget.totalBytes - usedBytes, budget.availableBytes + comesBackBytes));
  return { kind: 'refused', code: 'no-memory', words: swapMessages.noMemory(title, expectedBytes, freeBytes, budget.totalBytes) };
}
