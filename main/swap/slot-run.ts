/**
 * One slot's swaps: holds the machine's state, carries out its effects in order, and turns what comes of them into events. An event that belongs
 * to an instance which is not the machine's any more is dropped here.
 */
import type { UserMessage } from '../contract/failure.ts';
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { SwapPhase } from '../contract/swap.ts';
import type { EngineKind } from '../engines/contract/manifest.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Admission } from './admission.ts';
import type { KnownInstance, KnownInstances } from './known-instances.ts';
import { idle, step } from './machine.ts';
import type { Failure, SwapEffect, SwapEvent, SwapFacts, SwapState } from './machine-types.ts';
import { SwapError, wordsIn } from './swap-error.ts';
import { SwapJournal } from './swap-journal.ts';
import { load, probe } from './try-out.ts';
import type { SlotSwapView, SwapPolicy, SwapPorts, SwapReceipt } from './types.ts';
import { swapMessages } from './user-messages.ts';
import { judge, type RequestRecord } from './watch.ts';

export interface SlotRunOptions {
  readonly slotId: SlotId;
  readonly kind: EngineKind;
  readonly ports: SwapPorts;
  readonly policy: SwapPolicy;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly known: KnownInstances;
  admission(slotId: SlotId, choice: EngineChoice, replaces: InstanceId | null): Promise<Admission>;
  /** Ends an instance; resolves when its exit was seen or it was given up on. */
  end(id: InstanceId): Promise<void>;
  tell(change: { readonly slotId: SlotId } | { readonly receipt: SwapReceipt }): void;
}

export interface SlotRun {
  readonly kind: EngineKind;
  readonly idle: boolean;
  /** Words of what is in the way of a new request; undefined = it may begin. */
  busyWith(): UserMessage | undefined;
  begin(facts: SwapFacts, origin: { readonly by: string; readonly reason: string }): void;
  /** The swap that is rolled back; undefined = nothing is watched. */
  rollBack(by: string): string | undefined;
  commit(): boolean;
  abandon(): boolean;
  observed(id: InstanceId): void;
  shutDown(): void;
  view(): SlotSwapView;
}

const early: ReadonlySet<SwapPhase> = new Set<SwapPhase>(['admitting', 'spawning', 'loading', 'validating', 'switching']);

export function createSlotRun(options: SlotRunOptions): SlotRun {
  const { slotId, kind, ports, policy, clock, known } = options;
  const logger = options.logger.child({ slotId });
  const journals = new Map<string, SwapJournal>();
  const events: SwapEvent[] = [];
  let state: SwapState = idle;
  let pinned: 'pinned' | 'free' = 'free';
  let working: 'yes' | 'no' = 'no';
  /** Aborted when what it is for is over. */
  let effort = new AbortController();
  let watch: { readonly endsAtMs: number; readonly baseline: RequestRecord; readonly give: Array<() => void> } | undefined;
  let decidedAtMs = 0;

  const journal = (): SwapJournal | undefined => ('swap' in state ? journals.get(state.swap.swapId) : undefined);
  const candidateId = (): InstanceId | null => ('candidate' in state ? state.candidate : null);

  function dispatch(event: SwapEvent): void {
    events.push(event);
    if (working === 'yes') return;
    working = 'yes';
    try {
      for (let next = events.shift(); next; next = events.shift()) apply(next);
    } finally {
      working = 'no';
    }
    options.tell({ slotId });
  }

  function apply(event: SwapEvent): void {
    const before = state;
    const { state: after, effects } = step(state, event);
    state = after;
    if (before.phase !== after.phase || ('swap' in before && 'swap' in after && before.swap !== after.swap)) {
      effort.abort(new SwapError('abandoned', `the swap is ${after.phase}`));
      effort = new AbortController();
      if (before.phase === 'watching') endWatch();
      if ('swap' in after) journals.get(after.swap.swapId)?.enter(after.phase);
    }
    for (const effect of effects) carryOut(effect);
  }

  function carryOut(effect: SwapEffect): void {
    switch (effect.kind) {
      case 'admit':
        void lookForRoom(effect.choice);
        return;
      case 'spawn':
        spawn(effect.choice);
        return;
      case 'load':
        void attempt(effect.instance, load, () => ({ type: 'loaded' }), 'load-failed');
        return;
      case 'probe':
        void attempt(
          effect.instance,
          async (tried) => {
            const report = await probe(tried);
            const own = journal();
            if (own) {
              own.figures.probeFirstMs = report.firstOutputMs;
              if (tried.item.bytes !== null) own.figures.candidateBytes = tried.item.bytes;
            }
          },
          () => ({ type: 'validated' }),
          'invalid',
        );
        return;
      case 'bring-on-air':
        void attempt(
          effect.instance,
          ({ item, signal }) => ports.bringOnAir(slotId, item.instance, signal),
          () => ({ type: 'on-air' }),
          'not-on-air',
        );
        return;
      case 'flip':
        flip(effect.to, effect.choice);
        return;
      case 'flip-back':
        flipBack(effect.to, effect.choice);
        return;
      case 'empty-slot': {
        const emptied = ports.slots.setActive(slotId, undefined, null);
        const item = known.get(emptied?.id ?? null);
        if (item) item.role = 'previous';
        return;
      }
      case 'watch':
        beginWatch(effect.candidate, effect.previous);
        return;
      case 'drain':
        void drain(effect.instance);
        return;
      case 'retire':
        void options.end(effect.instance).then(() => dispatch({ type: 'retired' }));
        return;
      case 'desired':
        pinned = effect.state === 'pinned' ? 'pinned' : 'free';
        ports.desired.set(slotId, effect.choice, effect.state);
        return;
      case 'finish': {
        const own = journals.get(effect.swapId);
        journals.delete(effect.swapId);
        if (own) options.tell({ receipt: own.receipt(effect.verdict) });
      }
    }
  }

  async function lookForRoom(choice: EngineChoice): Promise<void> {
    const { signal } = effort;
    const active = ports.slots.active(slotId)?.id ?? null;
    const mode = 'swap' in state ? state.swap.mode : 'beside';
    const warm = known.warmOf(slotId, choice.choiceId);
    if (warm?.instance.state === 'ready') {
      warm.role = 'candidate';
      for (const forget of warm.forget.splice(0)) forget();
      listen(warm);
      dispatch({ type: 'admitted', active, found: { instanceId: warm.instance.id, readiness: warm.readiness } });
      return;
    }
    try {
      const room = await options.admission(slotId, choice, mode === 'stop-then-start' ? active : null);
      if (signal.aborted) return;
      dispatch(
        room.kind === 'refused'
          ? { type: 'refused', failure: { code: room.code, words: room.words } }
          : { type: 'admitted', active, found: null },
      );
    } catch (error) {
      if (!signal.aborted) dispatch({ type: 'refused', failure: failureOf(error, 'load-failed') });
    }
  }

  function spawn(choice: EngineChoice): void {
    try {
      const instance = ports.spawn(slotId, choice);
      listen(known.add(instance, slotId, choice, 'candidate', clock.now()));
      dispatch({ type: 'spawned', instanceId: instance.id });
    } catch (error) {
      logger.error('an engine could not be started', { choice: choice.choiceId, error: String(error) });
      dispatch({ type: 'load-failed', failure: failureOf(error, 'load-failed') });
    }
  }

  /** From now until it is retired: a candidate that is not ready any more has died. */
  function listen(item: KnownInstance): void {
    item.forget.push(
      item.instance.onState(({ state: now }) => {
        if (now === 'ready' || now === 'loading' || candidateId() !== item.instance.id) return;
        if (state.phase === 'switching' || state.phase === 'watching') dispatch({ type: 'died' });
      }),
    );
  }

  type Tried = Parameters<typeof load>[0];
  async function attempt(
    id: InstanceId,
    work: (tried: Tried) => Promise<unknown>,
    done: () => SwapEvent,
    failed: 'load-failed' | 'invalid' | 'not-on-air',
  ): Promise<void> {
    const item = known.get(id);
    const { signal } = effort;
    if (!item) return dispatch({ type: 'died' });
    try {
      await work({ item, ports, policy, clock, known, signal });
      if (!signal.aborted) dispatch(done());
    } catch (error) {
      if (signal.aborted) return;
      const why = failureOf(error, failed === 'load-failed' ? 'load-failed' : failed === 'invalid' ? 'probe-failed' : 'not-on-air');
      logger.warn('a candidate is not fit', { instance: id, code: why.code, error: String(error) });
      const words = why.words ? { words: why.words } : {};
      if (failed === 'not-on-air') dispatch({ type: 'not-on-air', ...words });
      else dispatch(why.code === 'process-died' ? { type: 'died', ...words } : { type: failed, failure: why });
    }
  }

  function flip(to: InstanceId | null, choice: EngineChoice | null): void {
    const item = known.get(to);
    if (to !== null && item?.instance.state !== 'ready') return dispatch({ type: 'not-on-air' });
    const active = ports.slots.active(slotId);
    const from = ports.slots.choice(slotId);
    if (active && from && !known.get(active.id)) known.add(active, slotId, from, 'active', clock.now());
    const startMs = clock.now();
    const previous = ports.slots.setActive(slotId, item?.instance, choice);
    const own = journal();
    if (own) own.figures.flipMs = clock.now() - startMs;
    if (item) {
      item.role = 'active';
      item.instance.setPriority(0);
    }
    const old = known.get(previous?.id ?? null);
    if (old) old.role = 'previous';
    dispatch({ type: 'switched', previous: previous?.id ?? null });
  }

  function flipBack(to: InstanceId | null, choice: EngineChoice | null): void {
    const item = known.get(to);
    const gone = ports.slots.setActive(slotId, item?.instance, choice);
    const own = journals.values().next().value ?? journal();
    const mine = journal() ?? own;
    if (mine) mine.figures.rollbackMs = clock.now() - decidedAtMs;
    if (item) item.role = 'active';
    const loser = known.get(gone?.id ?? null);
    if (loser) loser.role = 'previous';
  }

  function beginWatch(candidate: InstanceId | null, previous: InstanceId | null): void {
    const baseline = known.record(previous);
    known.startAnew(candidate);
    const give = [clock.after(policy.watchMs, () => dispatch({ type: 'watch-over' }))];
    const old = known.get(previous);
    if (old)
      give.push(
        old.instance.onState(({ state: now }) => {
          if (now === 'failed' || now === 'unloaded') dispatch({ type: 'previous-lost' });
        }),
      );
    watch = { endsAtMs: clock.wallNow() + policy.watchMs, baseline, give };
    // what went wrong between the switch and now
    const item = known.get(candidate);
    if (item && item.instance.state !== 'ready') dispatch({ type: 'died' });
  }

  function endWatch(): void {
    for (const one of watch?.give ?? []) one();
    watch = undefined;
  }

  function noteWatch(id: InstanceId): RequestRecord {
    const record = known.record(id);
    const own = journal();
    if (own) {
      own.figures.requests = record.requests;
      own.figures.failures = record.failures;
      if (record.medianMs !== null) own.figures.medianMs = record.medianMs;
      const { medianMs } = watch?.baseline ?? { medianMs: null };
      if (medianMs !== null) own.figures.baselineMedianMs = medianMs;
    }
    return record;
  }

  async function drain(id: InstanceId): Promise<void> {
    const { signal } = effort;
    const deadline = new AbortController();
    const cancel = clock.after(policy.drainMs, () => deadline.abort(new Error('the drain deadline')));
    try {
      await ports.slots.whenDrained(id, AbortSignal.any([deadline.signal, signal]));
      if (!signal.aborted) dispatch({ type: 'drained' });
    } catch {
      if (!signal.aborted) dispatch({ type: 'drain-deadline' });
    } finally {
      cancel();
    }
  }

  return {
    kind,
    get idle() {
      return state.phase === 'idle';
    },
    busyWith() {
      if (state.phase === 'idle' || state.phase === 'watching') return undefined;
      if (state.phase === 'retiring' && state.after.kind === 'finish' && state.next === null) return undefined;
      const swap = state.phase === 'retiring' ? (state.next ?? state.swap) : state.swap;
      return swapMessages.busy(swap.to?.title ?? { en: 'Off', zh: '关闭' }, state.phase);
    },
    begin(facts, origin) {
      const own = new SwapJournal(facts, { slotId, kind, ...origin }, clock);
      journals.set(facts.swapId, own);
      dispatch({ type: 'asked', swap: facts, active: ports.slots.active(slotId)?.id ?? null });
    },
    rollBack(by) {
      if (state.phase !== 'watching') return undefined;
      const { swapId } = state.swap;
      if (state.swap.from !== null && known.get(state.previous) === undefined) return undefined;
      logger.info('roll back asked', { swapId, by });
      decidedAtMs = clock.now();
      dispatch({ type: 'roll-back-asked' });
      return swapId;
    },
    commit() {
      if (state.phase !== 'watching') return false;
      dispatch({ type: 'commit-asked' });
      return true;
    },
    abandon() {
      const given = early.has(state.phase) || (state.phase === 'retiring' && (state.next !== null || state.after.kind === 'start'));
      if (given) dispatch({ type: 'abandon-asked' });
      return given;
    },
    observed(id) {
      if (state.phase !== 'watching' || state.candidate !== id || !watch) return;
      const record = noteWatch(id);
      const breach = judge(record, watch.baseline, policy.breach);
      if (!breach) return;
      decidedAtMs = clock.now();
      const words =
        breach === 'breach-failures'
          ? swapMessages.failures(record.failures, record.requests)
          : swapMessages.latency(record.medianMs ?? 0, watch.baseline.medianMs ?? 0);
      dispatch({ type: 'breach', failure: { code: breach, words } });
    },
    shutDown: () => dispatch({ type: 'shutdown' }),
    view() {
      const active = ports.slots.active(slotId);
      const choice = ports.slots.choice(slotId);
      const swap = 'swap' in state ? state.swap : null;
      const previous = state.phase === 'watching' ? state.previous : null;
      return {
        slotId,
        kind,
        phase: state.phase,
        swapId: swap?.swapId ?? null,
        active: active && choice ? { instanceId: active.id, choice } : null,
        candidate: swap?.to && early.has(state.phase) ? { instanceId: candidateId(), choice: swap.to } : null,
        previous: state.phase === 'watching' ? { instanceId: previous, choice: state.swap.from } : null,
        warm: known.all
          .filter((item) => item.slotId === slotId && item.role === 'warm')
          .map(({ instance, choice: warmChoice, bytes }) => ({ instanceId: instance.id, choice: warmChoice, bytes })),
        phases: journal()?.phases ?? [],
        watchEndsAtMs: watch?.endsAtMs ?? null,
        pinned: pinned === 'pinned',
      };
    },
  };
}

function failureOf(error: unknown, otherwise: Failure['code']): Failure {
  const words = wordsIn(error);
  return { code: error instanceof SwapError ? error.code : otherwise, ...(words ? { words } : {}) };
}
