/** Under the picture: how the show goes in one sentence, and the slates. */
import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { IconCheck, IconPhoto, IconPlayerPlayFilled, IconPhotoPlus, IconTrash } from '@tabler/icons-react';
import { slateIds } from '../../../../main/contract/air.ts';
import { forgetSlatePicture, setSlate } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { ChooseSlatePicture } from './choose-slate-picture.tsx';
import classes from './show-desk.module.css';

type View = 'none' | 'picture';

export function ShowDesk() {
  const { show, health } = useSnapshot();
  const { t, say } = useSpeech();
  const [view, setView] = useState<View>('none');
  const [, setReport] = useReport();
  const slate = useAction(setSlate);
  const forget = useAction(forgetSlatePicture);
  const { air } = show;
  const onAir = show.state === 'on-air';
  const inPanic = air.phase === 'panic';
  const tell = async (asked: ReturnType<typeof slate.run>): Promise<void> => {
    const answer = await asked;
    if (answer?.done === false) setReport({ level: 'error', message: answer.words });
  };
  return (
    <section className={classes['desk']} aria-label={t('desk.label')} data-phase={air.phase}>
      <p className={classes['health']} data-testid="health-line" data-level={health.level} role="status" title={say(health.message)}>
        <span className={classes['dot']} aria-hidden />
        {say(health.message)}
      </p>
      <Menu position="top-end" shadow="md">
        <Menu.Target>
          <Button
            size="compact-sm"
            h={30}
            variant={air.phase === 'slate' ? 'filled' : 'default'}
            color="yellow"
            data-testid="slate-menu"
            disabled={inPanic}
            loading={slate.state === 'pending'}
            leftSection={<IconPhoto size={15} />}
          >
            {t('desk.slate')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {slateIds.map((id) => (
            <Menu.Item
              key={id}
              data-testid={`slate-${id}`}
              disabled={!onAir || (id === 'own' && air.ownSlate === 'none')}
              leftSection={air.slate === id ? <IconCheck size={14} /> : <IconPhoto size={14} />}
              onClick={() => void tell(slate.run(id))}
            >
              {t(`desk.slate.${id}`)}
            </Menu.Item>
          ))}
          <Menu.Item
            data-testid="slate-off"
            disabled={!onAir || air.slate === null}
            leftSection={<IconPlayerPlayFilled size={14} />}
            onClick={() => void tell(slate.run(null))}
          >
            {t('desk.slate.off')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item data-testid="slate-choose" leftSection={<IconPhotoPlus size={14} />} onClick={() => setView('picture')}>
            {t('desk.slate.choose')}
          </Menu.Item>
          {air.ownSlate === 'there' && (
            <Menu.Item leftSection={<IconTrash size={14} />} onClick={() => void tell(forget.run())}>
              {t('desk.slate.forget')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ChooseSlatePicture opened={view === 'picture'} onClose={() => setView('none')} />
    </section>
  );
}
