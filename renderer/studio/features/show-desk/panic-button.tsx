/** The emergency: silence and slate at once, from every screen; and the way back. */
import { Button, Tooltip } from '@mantine/core';
import { IconAlertOctagon, IconPlayerPlayFilled } from '@tabler/icons-react';
import { continueShow, panic } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { useSettled } from '../../ui/use-settled.ts';

/**
 * One button with two meanings: who pressed Enter on the one has the focus on the other. `disabled` and `loading` would take it away.
 * The emergency always works; going on waits until a double click on the emergency is over.
 */
export function PanicButton() {
  const { show } = useSnapshot();
  const { t } = useSpeech();
  const [, setReport] = useReport();
  const stopAll = useAction(panic);
  const goOn = useAction(continueShow);
  const inPanic = show.air.phase === 'panic';
  const settled = useSettled(inPanic);
  if (show.state !== 'on-air') return null;
  const waits = inPanic && (!settled || goOn.state === 'pending');
  const press = async (): Promise<void> => {
    if (waits) return;
    const answer = await (inPanic ? goOn : stopAll).run();
    if (answer?.done === false) setReport({ level: 'error', message: answer.words });
  };
  return (
    <Tooltip label={t('desk.panic.hint')} disabled={inPanic}>
      <Button
        size="compact-sm"
        h={30}
        color={inPanic ? 'jade' : 'signal'}
        data-testid={inPanic ? 'continue' : 'panic'}
        data-disabled={waits}
        aria-disabled={waits}
        leftSection={inPanic ? <IconPlayerPlayFilled size={14} aria-hidden /> : <IconAlertOctagon size={15} aria-hidden />}
        // Enter that is held down clicks again and again
        onKeyDown={(event) => event.repeat && event.preventDefault()}
        onClick={() => void press()}
      >
        {t(inPanic ? 'desk.continue' : 'desk.panic')}
      </Button>
    </Tooltip>
  );
}
