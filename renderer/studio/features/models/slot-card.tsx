/** One slot: what is on air, how a swap goes on, what else could stand here, and what may be done about it. */
import { useEffect, useState } from 'react';
import { Badge, Button } from '@mantine/core';
import type { ModelSlotView } from '../../../../main/api/contract/engines.ts';
import {
  abandonSwap,
  commitSwap,
  prepareChoice,
  removeChoice,
  rollBackSwap,
  shadowChoice,
  swapSlot,
  unloadEngine,
} from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSlotName } from '../../bridge/use-slot-name.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { formatMebibytes } from '../../ui/format.ts';
import classes from './models.module.css';
import { actionsFor, phaseSteps } from '../../bridge/swap-phases.ts';
import { ShadowTable } from './shadow-table.tsx';

type Wish = { readonly choiceId: string | null; readonly mode: 'beside' | 'stop-then-start' };

export function SlotCard({ slot }: { readonly slot: ModelSlotView }) {
  const { models, show } = useSnapshot();
  const { t, say } = useSpeech();
  const [wish, setWish] = useState<Wish | null>(null);
  const [, setReport] = useReport();
  const swap = useAction(swapSlot);
  const rollBack = useAction(rollBackSwap);
  const commit = useAction(commitSwap);
  const abandon = useAction(abandonSwap);
  const prepare = useAction(prepareChoice);
  const unload = useAction(unloadEngine);
  const shadow = useAction(shadowChoice);
  const remove = useAction(removeChoice);
  const secondsLeft = useSecondsUntil(slot.watchEndsAtMs);
  const name = useSlotName()(slot);
  const may = actionsFor(slot);
  const audition = models.shadows.find(({ slotId }) => slotId === slot.slotId);
  const last = models.receipts.find(({ slotId }) => slotId === slot.slotId);
  const noRoom = last?.outcome === 'rejected' && last.code === 'no-memory' && slot.phase === 'idle' ? last.to : null;

  const tell = (answer: { readonly words?: { readonly en: string; readonly zh: string } } | null): void => {
    if (answer?.words) setReport({ level: 'error', message: answer.words });
  };
  const carryOut = async ({ choiceId, mode }: Wish): Promise<void> => {
    setWish(null);
    const answer = await swap.run(slot.slotId, choiceId, mode);
    tell(answer?.accepted === false ? answer : null);
  };
  /** On air it is asked once more, with what will happen. */
  const want = (next: Wish): void => {
    if (show.state === 'on-air') setWish(next);
    else void carryOut(next);
  };
  const done = (answer: { readonly done: boolean; readonly words?: { readonly en: string; readonly zh: string } } | null): void =>
    tell(answer?.done === false ? answer : null);

  return (
    <section className={classes['slot']} data-testid={`slot-${slot.slotId}`} data-phase={slot.phase} aria-label={name}>
      <div className={classes['head']}>
        <div className={classes['title']}>
          <div className={classes['kind']}>{name}</div>
          <span data-testid="active">{slot.active ? say(slot.active.title) : t('models.off')}</span>
        </div>
        <span className="figure">{formatMebibytes(slot.active?.rssBytes ?? null)}</span>
        {slot.pinned && <Badge size="sm">{t('models.pinned')}</Badge>}
        {may.has('off') && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            data-testid="slot-off"
            onClick={() => want({ choiceId: null, mode: 'beside' })}
          >
            {t('models.turn-off')}
          </Button>
        )}
      </div>

      {slot.phase !== 'idle' && (
        <ol className={classes['steps']}>
          {phaseSteps(slot).map(({ phase, state, durationMs }) => (
            <li key={phase} className={classes['step']} data-testid={`phase-${phase}`} data-state={state} aria-current={state === 'now'}>
              {t(`models.phase.${phase}`)}
              {durationMs !== null && <div className="figure">{(durationMs / 1000).toFixed(1)} s</div>}
            </li>
          ))}
        </ol>
      )}
      <div className={classes['actions']}>
        {may.has('roll-back') && (
          <Button
            color="yellow"
            data-testid="roll-back"
            onClick={() => void rollBack.run(slot.slotId).then((answer) => tell(answer?.accepted === false ? answer : null))}
          >
            {t('models.roll-back', { name: slot.previous?.choice ? say(slot.previous.choice.title) : t('models.off') })}
          </Button>
        )}
        {may.has('commit') && (
          <Button variant="light" data-testid="commit" onClick={() => void commit.run(slot.slotId).then(done)}>
            {t('models.keep', { seconds: secondsLeft })}
          </Button>
        )}
        {may.has('abandon') && (
          <Button variant="light" color="gray" data-testid="abandon" onClick={() => void abandon.run(slot.slotId).then(done)}>
            {t('models.give-up')}
          </Button>
        )}
        {noRoom && (
          <Button
            size="compact-sm"
            variant="light"
            color="signal"
            data-testid="stop-then-start"
            onClick={() => want({ choiceId: noRoom.choiceId, mode: 'stop-then-start' })}
          >
            {t('models.stop-first', { name: say(noRoom.title) })}
          </Button>
        )}
      </div>

      {wish && (
        <div role="alertdialog" aria-label={t('models.confirm.title')}>
          <p className={classes['sub']}>
            {wish.choiceId === null
              ? t(`models.confirm.off.${slot.kind === 'tts' ? 'tts' : slot.kind === 'face' ? 'face' : 'other'}`)
              : wish.mode === 'beside'
                ? t('models.confirm.beside')
                : t('models.confirm.stop')}
          </p>
          <div className={classes['actions']}>
            <Button size="compact-sm" data-testid="confirm" onClick={() => void carryOut(wish)}>
              {t('models.confirm.yes')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setWish(null)}>
              {t('models.confirm.no')}
            </Button>
          </div>
        </div>
      )}

      <ul className={classes['choices']}>
        {models.choices
          .filter(({ kind, choiceId }) => kind === slot.kind && choiceId !== slot.active?.choiceId)
          .map((choice, index, shown) => {
            // one engine with several voices or faces says what it is once
            const summary = shown[index - 1]?.engineId === choice.engineId ? '' : say(choice.summary);
            const facts = [
              summary,
              choice.expectedBytes === null ? '' : formatMebibytes(choice.expectedBytes),
              choice.missingPack === null ? '' : t('models.pack.missing'),
            ].filter((fact) => fact !== '');
            const warm = slot.warm.find(({ choiceId }) => choiceId === choice.choiceId);
            return (
              <li key={choice.choiceId} className={classes['choice']} data-testid={`choice-${choice.choiceId}`}>
                <div className={classes['words']}>
                  {say(choice.title)} {warm && <Badge size="xs">{t('models.warm')}</Badge>}
                  <div className={classes['sub']} title={choice.license}>
                    {facts.join(' · ')}
                  </div>
                </div>
                {/* a portrait is removed where its picture is seen, and where that is asked about */}
                {choice.own && !warm && choice.engineId !== 'portrait' && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    data-testid="remove"
                    onClick={() => void remove.run(choice.choiceId).then(done)}
                  >
                    {t('models.remove')}
                  </Button>
                )}
                {warm ? (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    data-testid="unload"
                    onClick={() => void unload.run(warm.instanceId).then(done)}
                  >
                    {t('models.unload')}
                  </Button>
                ) : (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    data-testid="prepare"
                    loading={prepare.state === 'pending'}
                    onClick={() => void prepare.run(slot.slotId, choice.choiceId).then(done)}
                  >
                    {t('models.prepare')}
                  </Button>
                )}
                {slot.kind === 'llm' && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    data-testid="shadow"
                    onClick={() =>
                      void shadow.run(slot.slotId, audition?.choice.choiceId === choice.choiceId ? null : choice.choiceId).then(done)
                    }
                  >
                    {audition?.choice.choiceId === choice.choiceId ? t('models.shadow.end') : t('models.shadow.begin')}
                  </Button>
                )}
                <Button
                  size="compact-xs"
                  data-testid="put-on-air"
                  disabled={!may.has('swap') || choice.missingPack !== null}
                  onClick={() => want({ choiceId: choice.choiceId, mode: 'beside' })}
                >
                  {t('models.put-on-air')}
                </Button>
              </li>
            );
          })}
      </ul>
      {audition && <ShadowTable audition={audition} />}
    </section>
  );
}

function useSecondsUntil(atMs: number | null): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (atMs === null) return undefined;
    const look = (): void => setNowMs(Date.now());
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [atMs]);
  return atMs === null ? 0 : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}
