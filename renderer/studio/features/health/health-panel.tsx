/** Whether the machine keeps up: frames that came late, and what each process costs. */
import { Tooltip } from '@mantine/core';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatMebibytes, formatPercent } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './health.module.css';

export function HealthPanel() {
  const { show, processes } = useSnapshot();
  const { t } = useSpeech();
  const memory = processes.reduce((sum, process) => sum + (process.rssBytes ?? 0), 0);
  const cpu = processes.reduce((sum, process) => sum + (process.cpuPercent ?? 0), 0);
  return (
    <Panel title={t('health.title')}>
      <dl className={classes['figures']}>
        <Figure
          id="frames-held"
          label={t('health.held')}
          hint={t('health.held.hint')}
          value={String(show.framesHeldSpeaking)}
          warn={show.framesHeldSpeaking > 0}
        />
        <Figure
          id="frames-skipped"
          label={t('health.skipped')}
          hint={t('health.skipped.hint')}
          value={String(show.framesSkipped)}
          warn={show.framesSkipped > 0}
        />
        <Figure id="memory-total" label={t('health.memory')} value={formatMebibytes(memory)} />
        <Figure id="cpu-total" label={t('health.cpu')} hint={t('health.cpu.hint')} value={formatPercent(cpu)} />
      </dl>
      {processes.length === 0 ? (
        <p className={classes['none']}>{t('health.empty')}</p>
      ) : (
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{t('health.process')}</th>
              <th scope="col">{t('health.memory')}</th>
              <th scope="col">{t('health.cpu')}</th>
            </tr>
          </thead>
          <tbody>
            {processes.map((process) => (
              <tr key={process.name} data-state={process.state}>
                <th scope="row" className="cut" title={process.pid === null ? process.state : `${process.state} · ${process.pid}`}>
                  <span className={classes['dot']} aria-hidden />
                  {process.name}
                </th>
                <td className="figure">{formatMebibytes(process.rssBytes)}</td>
                <td className="figure">{formatPercent(process.cpuPercent)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

interface FigureProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly warn?: boolean;
}

function Figure({ id, label, value, hint, warn = false }: FigureProps) {
  return (
    <Tooltip label={hint} disabled={hint === undefined} multiline maw={260}>
      <div className={classes['figure']}>
        <dt>{label}</dt>
        <dd className="figure" data-testid={id} data-warn={warn}>
          {value}
        </dd>
      </div>
    </Tooltip>
  );
}
