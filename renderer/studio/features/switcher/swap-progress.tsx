/** A slot's swap as it goes: loading, which can be given up, and afterwards the way back. Nothing while nothing is being swapped. */
import { Button, Progress } from '@mantine/core';
import { IconArrowBackUp, IconX } from '@tabler/icons-react';
import type { ModelSlotView } from '../../../../main/api/contract/engines.ts';
import { abandonSwap, rollBackSwap } from '../../bridge/asks.ts';
import { useAction, useReport } from '../../bridge/studio-context.tsx';
import { actionsFor, phaseSteps } from '../../bridge/swap-phases.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './switcher.module.css';

export function SwapProgress({ slot }: { readonly slot: ModelSlotView }) {
  const { t, say } = useSpeech();
  const [, setReport] = useReport();
  const rollBack = useAction(rollBackSwap);
  const abandon = useAction(abandonSwap);
  const may = actionsFor(slot);
  const steps = phaseSteps(slot);
  const undo = async (): Promise<void> => {
    const answer = await rollBack.run(slot.slotId);
    if (answer?.accepted === false) setReport({ level: 'error', message: answer.words });
  };
  const stop = async (): Promise<void> => {
    const answer = await abandon.run(slot.slotId);
    if (answer?.done === false) setReport({ level: 'error', message: answer.words });
  };
  return (
    <>
      {may.has('abandon') && slot.candidate !== null && (
        <div className={classes['swap']} role="status">
          <span className="cut" title={say(slot.candidate.title)}>
            {t('switcher.loading', { name: say(slot.candidate.title) })}
          </span>
          <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconX size={12} aria-hidden />} onClick={() => void stop()}>
            {t('switcher.stop')}
          </Button>
          <Progress
            className={classes['progress'] ?? ''}
            size={3}
            animated
            aria-label={t('switcher.loading', { name: say(slot.candidate.title) })}
            value={(100 * (steps.filter((step) => step.state === 'done').length + 0.5)) / steps.length}
          />
        </div>
      )}
      {may.has('roll-back') && (
        <Button
          fullWidth
          size="compact-xs"
          variant="light"
          color="yellow"
          c="var(--studio-warn)"
          data-testid="switch-undo"
          leftSection={<IconArrowBackUp size={13} aria-hidden />}
          onClick={() => void undo()}
        >
          <span className="cut">
            {t('switcher.undo', { name: slot.previous?.choice ? say(slot.previous.choice.title) : t('models.off') })}
          </span>
        </Button>
      )}
    </>
  );
}
