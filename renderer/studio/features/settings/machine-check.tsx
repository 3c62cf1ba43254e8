/** What this machine can do, part by part: good, or what wants attention and what to do about it. */
import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './settings.module.css';
import { useMachineCheck } from '../../bridge/use-machine-check.ts';

export function MachineCheck() {
  const { t, say } = useSpeech();
  const { state, report, again } = useMachineCheck();
  return (
    <Panel
      title={t('machine.title')}
      aside={
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          data-testid="check-machine"
          loading={state === 'checking'}
          leftSection={<IconRefresh size={13} aria-hidden />}
          onClick={again}
        >
          {t('machine.again')}
        </Button>
      }
    >
      {state === 'failed' && (
        <p className={classes['text']} role="alert">
          {t('machine.failed')}
        </p>
      )}
      {state === 'checking' && report === null && (
        <div className={classes['waiting']} role="status">
          <Loader size="xs" />
          {t('machine.checking')}
        </div>
      )}
      {report !== null && (
        <>
          <p className={classes['verdict']} data-level={report.verdict.level} data-testid="machine-verdict">
            {say(report.verdict.message)}
          </p>
          <ul className={classes['parts']}>
            {report.lines.map(({ part, level, found, message }) => (
              <li key={part} data-testid="machine-part" data-part={part} data-level={level}>
                {level === 'good' ? <IconCircleCheck size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
                <div>
                  <div className={classes['found']}>
                    <strong>{t(`machine.part.${part}`)}</strong>
                    <span className={classes['level']}>{t(`machine.level.${level}`)}</span>
                    <span className={classes['figure']}>{say(found)}</span>
                  </div>
                  <p className={classes['note']}>{say(message)}</p>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
