/** The studio's engines as the doors see them: what can fill a slot, swaps as they happen, receipts, auditions; and what may be asked about them. */
import { randomBytes } from 'node:crypto';
import { asInstanceId, asSlotId, type InstanceId, type SlotId } from '../contract/ids.ts';
import { wordsIn, type UserMessage } from '../contract/failure.ts';
import type { Logger } from '../kernel/logger.ts';
import { builtInChoices, testChoices } from '../engines/catalog/choices.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { SlotSwapView, SwapAnswer, SwapReceipt } from '../swap/types.ts';
import type { ChoiceView, DoneView, ModelSlotView, ModelsView, ReceiptView, SwapAnswerView } from '../api/contract/engines.ts';
import type { EnginesPort } from '../api/engines-port.ts';
import type { EngineFleet } from './engine-fleet.ts';
import { choiceFor } from './fill-slots.ts';
import { checkOwnChoice } from './check-own-choice.ts';
import { createKeyDropper } from './drop-unused-key.ts';
import { createMemoryEstimate } from './expected-memory.ts';
import { appMessages } from './messages.ts';
import type { PackDesk } from './pack-desk.ts';
import type { ShadowDesk } from './shadow-desk.ts';
import type { SlotConfig } from './studio-config.ts';

export interface EngineDesk extends EnginesPort {
  models(): ModelsView;
  /** What can be chosen, and what of it the user has made. */
  readonly choices: {
    all(): readonly EngineChoice[];
    own(choiceId: string): EngineChoice | undefined;
    put(choice: EngineChoice): void;
    remove(choiceId: string): void;
    /** In a slot, or on its way there, or what a rollback returns to. */
    inUse(choiceId: string): boolean;
  };
}

export interface EngineDeskOptions {
  readonly fleet: EngineFleet;
  readonly shadow: ShadowDesk;
  /** Choices of the configuration are offered, too. */
  readonly slots: readonly SlotConfig[];
  readonly rssOf: (pid: number) => number | null;
  readonly logger: Logger;
  readonly onChange: () => void;
  readonly budgetBytes: number;
  /** Rejects with words when the secret cannot be kept. */
  readonly setSecret: (secret: Parameters<EnginesPort['setSecret']>[0]) => Promise<void>;
  /** Of a model that was removed. */
  readonly dropSecret: (name: string) => Promise<void>;
  readonly packs: PackDesk;
  /** Choices that come and go by themselves: books of knowledge. */
  readonly more: () => readonly EngineChoice[];
  /** What is kept from one run to the next. */
  readonly kept: {
    receipts(count: number): readonly SwapReceipt[];
    expectedBytes(choice: EngineChoice): number | undefined;
    /** What slots are wanted to hold at the next start. */
    wanted(): readonly EngineChoice[];
    readonly choices: { all(): readonly EngineChoice[]; put(choice: EngineChoice): void; remove(choiceId: string): void };
  };
}

const keptReceipts = 50;
/** Of the choices that somebody has made here. */
const ownPrefix = 'own-';

export function createEngineDesk({
  fleet,
  shadow,
  slots,
  rssOf,
  logger,
  onChange,
  budgetBytes,
  setSecret,
  dropSecret,
  packs,
  more,
  kept,
}: EngineDeskOptions): EngineDesk {
  const { swaps, router, manifests } = fleet;
  const own = new Map(kept.choices.all().map((choice) => [choice.choiceId, choice]));
  const measured = new Map<string, number>();
  const estimate = createMemoryEstimate();
  let receipts: readonly ReceiptView[] = kept.receipts(keptReceipts).map(receiptView);

  const configured = slots.flatMap((config) => {
    const manifest = manifests.get(config.engineId);
    return manifest ? [choiceFor(config, manifest)] : [];
  });
  const known = (): ReadonlyMap<string, EngineChoice> =>
    new Map([...more(), ...builtInChoices, ...testChoices, ...configured, ...own.values()].map((choice) => [choice.choiceId, choice]));

  /** In slots, on their way there, or what a rollback returns to. */
  const inSlots = (): readonly EngineChoice[] =>
    swaps
      .views()
      .flatMap(({ active, candidate, previous }) => [active?.choice, candidate?.choice, previous?.choice])
      .flatMap((choice) => choice ?? []);
  const dropUnusedKey = createKeyDropper({
    named: () => [...known().values(), ...inSlots(), ...kept.wanted()],
    dropSecret,
    logger,
  });

  for (const choice of known().values()) {
    const bytes = kept.expectedBytes(choice);
    if (bytes !== undefined) measured.set(choice.choiceId, bytes);
  }

  swaps.onReceipt((receipt) => {
    const { candidateBytes } = receipt.figures;
    if (receipt.to && candidateBytes !== undefined) measured.set(receipt.to.choiceId, candidateBytes);
    receipts = [receiptView(receipt), ...receipts].slice(0, keptReceipts);
    // one that was removed while a slot held it has left the slot
    for (const choice of [receipt.from, receipt.to])
      if (choice?.choiceId.startsWith(ownPrefix) && !own.has(choice.choiceId)) void dropUnusedKey(choice);
    onChange();
  });
  swaps.onChange(({ slotId }) => {
    // an audition that was put on air is over from the first line on: it would be asked everything twice
    const audition = shadow.instance(slotId);
    if (audition !== undefined && audition === router.active(slotId)) shadow.close(slotId);
    onChange();
  });
  shadow.onChange(onChange);

  const rss = (id: InstanceId | null): number | null => {
    const pid = swaps.instances().find(({ instance }) => instance.id === id)?.instance.pid;
    return pid === undefined ? null : rssOf(pid);
  };
  const put = (choice: EngineChoice): void => {
    own.set(choice.choiceId, choice);
    kept.choices.put(choice);
    onChange();
  };
  const remove = (choiceId: string): EngineChoice | undefined => {
    const removed = own.get(choiceId);
    if (!removed) return undefined;
    own.delete(choiceId);
    kept.choices.remove(choiceId);
    onChange();
    return removed;
  };
  const keep = (engineId: string, title: string, options: Readonly<Record<string, unknown>>): string => {
    const choiceId = `${ownPrefix}${randomBytes(4).toString('hex')}`;
    const choice: EngineChoice = { choiceId, engineId, title: { en: title, zh: title }, options };
    put(choice);
    return choiceId;
  };
  const find = (choiceId: string): EngineChoice | undefined => known().get(choiceId);
  const noChoice = (choiceId: string): NotDone => ({
    done: false,
    words: appMessages.noSuchChoice(choiceId),
  });
  const done: DoneView = { done: true };
  const outcome = (worked: boolean, words: UserMessage): DoneView => (worked ? done : { done: false, words });

  async function prepare(slotId: SlotId, choice: EngineChoice): Promise<Prepared> {
    try {
      return { done: true, instance: await swaps.prepare(slotId, choice) };
    } catch (error) {
      logger.warn('an engine could not be prepared', { slotId, choice: choice.choiceId, error: String(error) });
      return { done: false, words: wordsIn(error) ?? appMessages.notPrepared(choice.title) };
    }
  }

  function slotView(view: SlotSwapView): ModelSlotView {
    const active = router.active(view.slotId);
    return {
      slotId: view.slotId,
      kind: view.kind,
      phase: view.phase,
      swapId: view.swapId,
      active: view.active && {
        ...ref(view.active.choice),
        instanceId: view.active.instanceId,
        rssBytes: rss(view.active.instanceId),
        state: active?.state ?? 'off',
      },
      candidate: view.candidate && {
        ...ref(view.candidate.choice),
        instanceId: view.candidate.instanceId,
        rssBytes: rss(view.candidate.instanceId),
      },
      previous: view.previous && {
        choice: view.previous.choice && ref(view.previous.choice),
        instanceId: view.previous.instanceId,
        rssBytes: rss(view.previous.instanceId),
      },
      warm: view.warm.map(({ instanceId, choice }) => ({ ...ref(choice), instanceId, rssBytes: rss(instanceId) })),
      phases: view.phases.map((timing) => ({ ...timing })),
      watchEndsAtMs: view.watchEndsAtMs,
      pinned: view.pinned,
    };
  }

  const choiceViews = (): ChoiceView[] =>
    Array.from(known().values()).flatMap((choice) => {
      const manifest = manifests.get(choice.engineId);
      const inUse = router.slots.some((slot) => slot.choice?.choiceId === choice.choiceId);
      if (!manifest || (manifest.test && !inUse)) return [];
      return [
        {
          ...ref(choice),
          engineId: choice.engineId,
          kind: manifest.kind,
          summary: manifest.summary,
          license: manifest.license,
          expectedBytes: measured.get(choice.choiceId) ?? estimate(choice) ?? null,
          own: own.has(choice.choiceId),
          missingPack: packs.missing(manifest),
        },
      ];
    });

  return {
    models: () => ({
      slots: swaps.views().map(slotView),
      choices: choiceViews(),
      receipts: Array.from(receipts),
      shadows: Array.from(shadow.views()),
      packs: packs.views(),
      memory: {
        budgetBytes,
        usedBytes: swaps.instances().reduce((sum, { instance }) => sum + (instance.pid === undefined ? 0 : (rssOf(instance.pid) ?? 0)), 0),
      },
    }),
    choices: {
      all: () => Array.from(known().values()),
      own: (choiceId) => own.get(choiceId),
      put,
      remove: (choiceId) => void remove(choiceId),
      inUse: (choiceId) => inSlots().some((choice) => choice.choiceId === choiceId),
    },
    swap({ slotId, choiceId, mode, reason }, by) {
      const to = choiceId === null ? null : find(choiceId);
      if (to === undefined) return { accepted: false, words: appMessages.noSuchChoice(choiceId ?? '') };
      return answerView(swaps.request({ slotId: asSlotId(slotId), to, mode, by, reason }));
    },
    rollBack: (slotId, by) => answerView(swaps.rollBack(asSlotId(slotId), by)),
    abandon: (slotId) => outcome(swaps.abandon(asSlotId(slotId)), appMessages.nothingLoads),
    commit: (slotId) => outcome(swaps.commit(asSlotId(slotId)), appMessages.nothingWatched),
    async prepare(slotId, choiceId) {
      const choice = find(choiceId);
      if (!choice) return noChoice(choiceId);
      const prepared = await prepare(asSlotId(slotId), choice);
      return prepared.done ? done : prepared;
    },
    async unload(instanceId) {
      const id = asInstanceId(instanceId);
      for (const { slotId } of swaps.views()) if (shadow.instance(slotId)?.id === id) shadow.close(slotId);
      return outcome(await swaps.unload(id), appMessages.notUnloadable);
    },
    async shadow(slotId, choiceId) {
      const slot = asSlotId(slotId);
      if (choiceId === null) {
        shadow.close(slot);
        return done;
      }
      const choice = find(choiceId);
      if (!choice) return noChoice(choiceId);
      if (router.kind(slot) !== 'llm') return { done: false, words: appMessages.shadowForModels };
      const prepared = await prepare(slot, choice);
      if (!prepared.done) return prepared;
      // a swap may have taken it while it was loading: what goes on air is not auditioned
      const isWarm = swaps.view(slot)?.warm.some(({ instanceId }) => instanceId === prepared.instance.id);
      if (isWarm) shadow.open(slot, prepared.instance, choice);
      return done;
    },
    addChoice({ engineId, title, options }) {
      if (!manifests.has(engineId)) return { done: false, words: appMessages.noSuchEngine(engineId) };
      const objection = checkOwnChoice(engineId, options);
      if (objection) return { done: false, words: objection };
      return { done: true, choiceId: keep(engineId, title, options) };
    },
    async removeChoice(choiceId) {
      // it has files, and a consent, that the cast looks after
      if (own.get(choiceId)?.engineId === 'portrait') return { done: false, words: appMessages.removePortraitInCast };
      const removed = remove(choiceId);
      if (!removed) return noChoice(choiceId);
      await dropUnusedKey(removed);
      return done;
    },
    installPack: (packId, partId) => packs.install(packId, partId),
    cancelPack: (packId) => packs.cancel(packId),
    removePack: (packId) => packs.remove(packId),
    async setSecret(secret) {
      try {
        await setSecret(secret);
        return done;
      } catch (error) {
        return { done: false, words: wordsIn(error) ?? appMessages.noSecrets };
      }
    },
  };
}

type NotDone = { readonly done: false; readonly words: UserMessage };
type Prepared = { readonly done: true; readonly instance: EngineInstance } | NotDone;

const ref = ({ choiceId, title }: EngineChoice): { choiceId: string; title: UserMessage } => ({ choiceId, title });

function answerView(answer: SwapAnswer): SwapAnswerView {
  return answer.accepted ? { accepted: true, swapId: answer.swapId } : { accepted: false, words: answer.words };
}

function receiptView({ from, to, phases, ...receipt }: SwapReceipt): ReceiptView {
  return { ...receipt, from: from && ref(from), to: to && ref(to), phases: phases.map((timing) => ({ ...timing })) };
}
