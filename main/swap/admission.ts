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
  /** The same of the graphics cards' memory. */
  readonly heldGraphicsBytes: number;
  readonly growingGraphicsBytes: number;
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
  readonly expectedGraphicsBytes: number | undefined;
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
      /** Whose memory there is too little of. */
      readonly of: 'machine' | 'graphics';
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
    const then = staying.filter(({ instanceId }) => !going.has(instanceId));
    if (!memoriesOf(request).every((memory) => fits(memory, request.loaded, then))) continue;
    return count === 0 ? { verdict: 'fits' } : { verdict: 'evict', ids: Array.from(going) };
  }
  // Evicting helps none of them, or not all: the one that is short when only what must stay stays is the reason.
  const least = staying.filter((instance) => !evictable.includes(instance));
  const short = memoriesOf(request).find((memory) => !fits(memory, request.loaded, least)) ?? memoriesOf(request)[0];
  return {
    verdict: 'refused',
    refusal: {
      code: 'no-memory',
      of: short.of,
      expectedBytes: short.expectedBytes,
      heldBytes: sum(staying, (instance) => short.held(instance) + short.growing(instance)),
      totalBytes: short.totalBytes,
      availableBytes: short.availableBytes + freedBy(short, request.loaded, staying),
    },
  };
}

/** One kind of memory: what is wanted of it, what there is of it, and what an instance has of it. */
interface Memory {
  readonly of: 'machine' | 'graphics';
  readonly expectedBytes: number | undefined;
  readonly totalBytes: number;
  readonly availableBytes: number;
  held(instance: LoadedInstance): number;
  growing(instance: LoadedInstance): number;
}

function memoriesOf({ expectedBytes, expectedGraphicsBytes, budget }: AdmissionRequest): readonly [Memory, ...Memory[]] {
  const { graphics, totalBytes, availableBytes } = budget;
  const machine: Memory = {
    of: 'machine',
    expectedBytes,
    totalBytes,
    availableBytes,
    held: ({ heldBytes }) => heldBytes,
    growing: ({ growingBytes }) => growingBytes,
  };
  // What asks for none of it is not kept out by a card that is full.
  if (!graphics || !expectedGraphicsBytes) return [machine];
  return [
    machine,
    {
      of: 'graphics',
      expectedBytes: expectedGraphicsBytes,
      ...graphics,
      held: ({ heldGraphicsBytes }) => heldGraphicsBytes,
      growing: ({ growingGraphicsBytes }) => growingGraphicsBytes,
    },
  ];
}

function fits(memory: Memory, loaded: readonly LoadedInstance[], staying: readonly LoadedInstance[]): boolean {
  const { expectedBytes = 0, totalBytes, availableBytes } = memory;
  const growing = sum(staying, (instance) => memory.growing(instance));
  const held = sum(staying, (instance) => memory.held(instance));
  // What is loaded already asks for nothing more of the machine, however little that has.
  if (expectedBytes > 0 && expectedBytes + growing > availableBytes + freedBy(memory, loaded, staying)) return false;
  return held + growing + expectedBytes <= totalBytes;
}

/** What the machine gets back when those end that do not stay. */
function freedBy(memory: Memory, loaded: readonly LoadedInstance[], staying: readonly LoadedInstance[]): number {
  const held = (instance: LoadedInstance): number => memory.held(instance);
  return sum(loaded, held) - sum(staying, held);
}

function sum(instances: readonly LoadedInstance[], of: (instance: LoadedInstance) => number): number {
  return instances.reduce((total, instance) => total + of(instance), 0);
}
