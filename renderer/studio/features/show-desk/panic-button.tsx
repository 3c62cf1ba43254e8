/** The emergency: silence and slate at once, from every screen; and the way back. */
import { Button, Tooltip } from '@mantine/core';
import { IconAlertOctagon, IconPlayerPlayFilled } from '@tabler/icons-react';
import { continueShow, panic } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';

export function PanicButton() {
  const { show } = useSnapshot();
  const { t } = useSpeech();
  const [, setReport] = useReport();
  const stopAll = useAction(panic);
  const goOn = useAction(continueShow);
  const tell = async (asked: ReturnType<typeof goOn.run> | ReturnType<typeof stopAll.run>): Promise<void> => {
    const answer = await asked;
    if (answer?.done === false) setReport({ level: 'error', message: answer.words });
  };
  if (show.state !== 'on-air') return null;
  if (show.air.phase === 'panic')
    return (
      <Button
        size="compact-sm"
        h={30}
        color="jade"
        data-testid="continue"
        loading={goOn.state === 'pending'}
        leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
        onClick={() => void tell(goOn.run())}
      >
        {t('desk.continue')}
      </Button>
    );
  return (
    <Tooltip label={t('desk.panic.hint')}>
      <Button
        size="compact-sm"
        h={30}
        color="signal"
        data-testid="panic"
        loading={stopAll.state === 'pending'}
        leftSection={<IconAlertOctagon size={15} aria-hidden />}
        onClick={() => void tell(stopAll.run())}
      >
        {t('desk.panic')}
      </Button>
    </Tooltip>
  );
}
