/** From the question to its first sound, stage by stage: the last turns as bars, and what half and nearly all of them took without waiting for others. */
import { useHistory } from '../../bridge/studio-context.tsx';
import { ownMs, quantile, totalMs } from '../../bridge/turn-latency.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './monitor.module.css';

const shownTurns = 12;
const stages = ['waitMs', 'makeMs', 'airMs'] as const;

export function LatencyChart() {
  const { latencies } = useHistory();
  const { t } = useSpeech();
  const shown = latencies.slice(-shownTurns).toReversed();
  const own = latencies.map(ownMs);
  const longest = Math.max(1, ...shown.map(totalMs));
  const seconds = (ms: number | null): string => (ms === null ? '–' : t('monitor.seconds', { s: (ms / 1000).toFixed(2) }));
  return (
    <Panel
      title={t('monitor.latency')}
      aside={
        own.length > 0 && (
          <span className={classes['hint']}>
            {t('monitor.latency.figures', { half: seconds(quantile(own, 0.5)), most: seconds(quantile(own, 0.95)) })}
          </span>
        )
      }
    >
      {shown.length === 0 ? (
        <p className={classes['none']}>{t('monitor.latency.empty')}</p>
      ) : (
        <>
          <ul className={classes['legend']}>
            {stages.map((stage) => (
              <li key={stage} data-stage={stage}>
                {t(`monitor.stage.${stage}`)}
              </li>
            ))}
          </ul>
          <table className={classes['table']}>
            <thead>
              <tr>
                <th scope="col">{t('monitor.line')}</th>
                <th scope="col">{t('monitor.first-sound')}</th>
                <th scope="col">{t('monitor.stages')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((turn) => (
                <tr key={`${turn.turnId} ${turn.atMs}`} data-testid="latency-row">
                  <th scope="row" className="cut" title={turn.text} dir="auto">
                    {turn.text}
                  </th>
                  <td className="figure">{seconds(totalMs(turn))}</td>
                  <td>
                    <div
                      className={classes['bar']}
                      role="img"
                      aria-label={stages.map((stage) => `${t(`monitor.stage.${stage}`)} ${seconds(turn[stage])}`).join(', ')}
                    >
                      {stages.map((stage) => (
                        <span key={stage} data-stage={stage} style={{ width: `${(100 * (turn[stage] ?? 0)) / longest}%` }} />
                      ))}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Panel>
  );
}
