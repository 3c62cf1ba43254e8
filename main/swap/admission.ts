/** Is there room for one more engine: memory and number, and which warm ones would have to go for it. Pure; the figures are gathered by the controller. */
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { SwapCode } from '../contract/swap.ts';
import type { InstanceRole, MemoryBudget } from './types.ts';

export interface LoadedInstance {
  readonly instanceId: InstanceId;
  readonly slotId: SlotId;
  readonly role: InstanceRole;
  /** Measured; else what is expected of it; else 0. */
  readonly heldBytes: number;
  /** What it will still take while it loads. */
  readonly growingBytes: number;
  /** Warm ones: when it was last of use, on the controller's clock. */
  readonly lastUsedMs: number;
  /** Only a warm one that is loaded and that nobody has a lease on can be ended for another. */
  readonly evictable: boolean;
}

export interface AdmissionRequest {
  readonly slotId: SlotId;
  /** `candidate`: to be switched to. `warm`: to be kept ready beside. */
  readonly purpose: 'candidate' | 'warm';
  /** undefined: nothing is known; it is admitted and its memory watched while it loads. */
  readonly expectedBytes: number | undefined;
  readonly loaded: readonly LoadedInstance[];
  /** Warm and wanted as the candidate: only the number counts. */
  readonly already: InstanceId | null;
  /** stop-then-start: the active one, which goes first. */
  readonly leaving: InstanceId | null;
  readonly budget: MemoryBudget;
  /** Candidate, active and draining ones of one slot. */
  readonly instanceLimit: number;
  readonly warmLimit: number;
}

/** The numbers of a refusal; the words are made of them. */
export type Refusal =
  | {
      readonly code: Extract<SwapCode, 'no-memory'>;
      readonly expectedBytes: number | undefined;
      readonly heldBytes: number;
      readonly totalBytes: number;
      readonly availableBytes: number;
    }
  | {
      readonly code: Extract<SwapCode, 'too-many'>;
      readonly purpose: AdmissionRequest['purpose'];
      readonly count: number;
      readonly limit: number;
    };

export type Admission =
  | { readonly verdict: 'fits' }
  /** These first; then ask again. */
  | { readonly verdict: 'evict'; readonly ids: readonly InstanceId[] }
  | { readonly verdict: 'refused'; readonly refusal: Refusal };

export function judgeAdmission(request: AdmissionRequest): Admission {
  const staying = request.loaded.filter(({ instanceId }) => instanceId !== request.leaving);
  const inSlot = staying.filter(({ slotId, role }) => slotId === request.slotId && role !== 'warm');
  if (request.purpose === 'candidate' && inSlot.length + 1 > request.instanceLimit)
    return { verdict: 'refused', refusal: { code: 'too-many', purpose: 'candidate', count: inSlot.length, limit: request.instanceLimit } };

  // Loaded already: it asks for nothing more.
  if (request.already !== null) return { verdict: 'fits' };

  const warm = staying.filter(({ role }) => role === 'warm');
  const evictable = warm.filter((instance) => instance.evictable).toSorted((a, b) => a.lastUsedMs - b.lastUsedMs);
  const tooManyWarm = request.purpose === 'warm' ? Math.max(0, warm.length + 1 - request.warmLimit) : 0;
  if (tooManyWarm > evictable.length)
    return { verdict: 'refused', refusal: { code: 'too-many', purpose: 'warm', count: warm.length, limit: request.warmLimit } };

  for (let count = tooManyWarm; count <= evictable.length; count += 1) {
    const going = new Set(evictable.slice(0, count).map(({ instanceId }) => instanceId));
    if (
      !fits(
        request,
        staying.filter(({ instanceId }) => !going.has(instanceId)),
      )
    )
      continue;
    return count === 0 ? { verdict: 'fits' } : { verdict: 'evict', ids: Array.from(going) };
  }
  const { totalBytes, availableBytes } = request.budget;
  return {
    verdict: 'refused',
    refusal: {
      code: 'no-memory',
      expectedBytes: request.expectedBytes,
      heldBytes: sum(staying, ({ heldBytes, growingBytes }) => heldBytes + growingBytes),
      totalBytes,
      availableBytes: availableBytes + freedBy(request.loaded, staying),
    },
  };
}

function fits({ expectedBytes = 0, loaded, budget }: AdmissionRequest, staying: readonly LoadedInstance[]): boolean {
  const growing = sum(staying, ({ growingBytes }) => growingBytes);
  const held = sum(staying, ({ heldBytes }) => heldBytes);
  // What is loaded already asks for nothing more of the machine, however little that has.
  if (expectedBytes > 0 && expectedBytes + growing > budget.availableBytes + freedBy(loaded, staying)) return false;
  return held + growing + expectedBytes <= budget.totalBytes;
}

/** What the machine gets back when those end that do not stay. */
function freedBy(loaded: readonly LoadedInstance[], staying: readonly LoadedInstance[]): number {
  return sum(loaded, ({ heldBytes }) => heldBytes) - sum(staying, ({ heldBytes }) => heldBytes);
}

function sum(instances: readonly LoadedInstance[], of: (instance: LoadedInstance) => number): number {
  return instances.reduce((total, instance) => total + of(instance), 0);
}
