/**
 * The instances that swapping owns: candidates, the old one while it is watched, warm ones, and those on their way out; and what all engines hold
 * together. What fills a slot belongs to the owner of the slots; it becomes ours when a swap takes it out, and stops being ours when one puts it in.
 */
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { LoadedInstance } from './admission.ts';
import { memoryReadTimeoutMs, retireTimeoutMs } from './default-policy.ts';
import type { InstanceRole, SwapPorts } from './types.ts';

export interface OwnedInstance {
  readonly instance: EngineInstance;
  readonly slotId: SlotId;
  readonly choice: EngineChoice;
  role: Exclude<InstanceRole, 'active'>;
  readiness: 'loading' | 'ready';
  /** The active instance (null: none) beside which it was found able; undefined: it was not. */
  validatedBeside: InstanceId | null | undefined;
  lastUsedMs: number;
  bytes: number | null;
  graphicsBytes: number | null;
  /** While it is being made ready to be kept warm; rejects with SwapError. */
  preparing?: Promise<void>;
  /** Stops listening to it; called when it is not owned any more or on its way out. */
  unfollow?: () => void;
}

export interface SwapInstance {
  readonly instance: EngineInstance;
  readonly slotId: SlotId;
  readonly choice: EngineChoice;
  readonly role: InstanceRole;
}

export type Ending = 'retired' | 'quarantined';
/** null: the system does not say. */
export interface Size {
  readonly bytes: number | null;
  readonly graphicsBytes: number | null;
}
export type Sizes = ReadonlyMap<InstanceId, Size>;

export interface PoolOptions {
  readonly ports: SwapPorts;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onQuarantined: (owned: OwnedInstance, pid: number | undefined) => void;
  readonly onGone: (id: InstanceId) => void;
}

export interface InstancePool {
  add(owned: Pick<OwnedInstance, 'instance' | 'slotId' | 'choice' | 'role' | 'readiness'>): OwnedInstance;
  get(id: InstanceId): OwnedInstance | undefined;
  list(): readonly OwnedInstance[];
  /** It fills a slot now. */
  release(id: InstanceId): void;
  /** Idempotent; never rejects. An instance that fills a slot is not ended. */
  end(id: InstanceId): Promise<Ending>;
  /** All of the app's engines, with those that fill slots. */
  everything(): readonly SwapInstance[];
  /** What each holds; null: the system does not say. */
  measure(): Promise<Sizes>;
  /** With what was measured a moment ago; synchronous, so that two admissions cannot both count on the same room. */
  loaded(sizes: Sizes): readonly LoadedInstance[];
}

/** An engine that was put into its slot without saying as what. */
export function choiceOf(instance: EngineInstance, choice: EngineChoice | null): EngineChoice {
  const { id, title } = instance.manifest;
  return choice ?? { choiceId: id, engineId: id, title, options: instance.spec.options };
}

export function createInstancePool({ ports, clock, logger, onQuarantined, onGone }: PoolOptions): InstancePool {
  const { slots, memory } = ports;
  const owned = new Map<InstanceId, OwnedInstance>();
  const endings = new Map<InstanceId, Promise<Ending>>();

  const isActive = (id: InstanceId): boolean => slots.ids.some((slotId) => slots.active(slotId)?.id === id);

  function everything(): readonly SwapInstance[] {
    const active = slots.ids.flatMap((slotId): SwapInstance[] => {
      const instance = slots.active(slotId);
      return instance ? [{ instance, slotId, choice: choiceOf(instance, slots.choice(slotId)), role: 'active' }] : [];
    });
    return [...active, ...owned.values()];
  }

  function dispose(one: OwnedInstance): Promise<Ending> {
    const { instance } = one;
    const { pid } = instance;
    return new Promise((resolve) => {
      function finish(ending: Ending, error?: unknown): void {
        cancel();
        if (owned.get(instance.id) !== one) {
          if (ending === 'retired') logger.info('an engine that did not end has gone after all', { instance: instance.id });
          return;
        }
        owned.delete(instance.id);
        endings.delete(instance.id);
        onGone(instance.id);
        if (ending === 'quarantined') {
          logger.error('an engine was not seen to end', { instance: instance.id, pid, error });
          onQuarantined(one, pid);
        }
        resolve(ending);
      }
      const cancel = clock.after(retireTimeoutMs, () => finish('quarantined'));
      (async () => instance.dispose())().then(
        () => finish(instance.ending === 'quarantined' ? 'quarantined' : 'retired'),
        (error: unknown) => finish('quarantined', error),
      );
    });
  }

  async function bytesOf({ instance }: SwapInstance): Promise<number | null> {
    return new Promise((resolve) => {
      const cancel = clock.after(memoryReadTimeoutMs, () => resolve(null));
      const told = (bytes: number | null): void => {
        cancel();
        resolve(bytes);
      };
      instance.rssBytes().then(told, () => told(null));
    });
  }

  /** A driver that hangs holds no swap up. */
  function graphicsByProcess(): Promise<ReadonlyMap<number, number> | null> {
    const { graphics } = ports;
    if (!graphics) return Promise.resolve(null);
    return new Promise((resolve) => {
      const cancel = clock.after(memoryReadTimeoutMs, () => resolve(null));
      const told = (reading: ReadonlyMap<number, number> | null): void => {
        cancel();
        resolve(reading);
      };
      graphics().then(told, () => told(null));
    });
  }

  return {
    add(fresh) {
      const one: OwnedInstance = { ...fresh, validatedBeside: undefined, lastUsedMs: clock.now(), bytes: null, graphicsBytes: null };
      owned.set(fresh.instance.id, one);
      return one;
    },
    get: (id) => owned.get(id),
    list: () => Array.from(owned.values()),
    release(id) {
      owned.get(id)?.unfollow?.();
      owned.delete(id);
    },
    end(id) {
      const one = owned.get(id);
      if (!one) return Promise.resolve('retired');
      if (isActive(id)) {
        logger.error('an engine that fills a slot was about to be ended; it stays', { instance: id });
        owned.delete(id);
        return Promise.resolve('retired');
      }
      one.role = 'going';
      one.unfollow?.();
      const ending = endings.get(id) ?? dispose(one);
      endings.set(id, ending);
      return ending;
    },
    everything,
    async measure() {
      const byProcess = await graphicsByProcess();
      return new Map(
        await Promise.all(
          everything().map(async (one) => {
            const { id, pid } = one.instance;
            const graphicsBytes = byProcess && pid !== undefined ? (byProcess.get(pid) ?? 0) : null;
            return [id, { bytes: await bytesOf(one), graphicsBytes }] as const;
          }),
        ),
      );
    },
    loaded(sizes) {
      return everything().map((one) => {
        const { instance, slotId, choice, role } = one;
        const mine = owned.get(instance.id);
        const expected = memory.expectedBytes(choice) ?? 0;
        const size = sizes.get(instance.id);
        const measured = size?.bytes ?? mine?.bytes ?? null;
        const loading = mine?.readiness === 'loading' && role !== 'going';
        const heldBytes = measured ?? (loading ? 0 : expected);
        const expectedGraphics = memory.expectedGraphicsBytes?.(choice) ?? 0;
        const heldGraphicsBytes = size?.graphicsBytes ?? mine?.graphicsBytes ?? (loading ? 0 : expectedGraphics);
        return {
          instanceId: instance.id,
          slotId,
          role,
          heldBytes,
          growingBytes: loading ? Math.max(0, expected - heldBytes) : 0,
          heldGraphicsBytes,
          growingGraphicsBytes: loading ? Math.max(0, expectedGraphics - heldGraphicsBytes) : 0,
          lastUsedMs: mine?.lastUsedMs ?? 0,
          evictable: role === 'warm' && mine?.readiness === 'ready' && slots.leases(instance.id) === 0,
        };
      });
    },
  };
}
