/** CPU, memory and late frames of the last ten minutes, then each process on its own. */
import { useHistory, useSnapshot } from '../../bridge/studio-context.tsx';
import { keptSamples } from '../../bridge/studio-history.ts';
import type { Sample } from '../../bridge/studio-history.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { formatMebibytes, formatPercent } from '../../ui/format.ts';
import { LineChart } from '../../ui/line-chart.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './monitor.module.css';
import { shareOfMachine } from './share-of-machine.ts';
import { processName, stateKey } from './state-word.ts';

const sum = (sample: Sample, of: 'rssBytes' | 'cpuPercent'): number =>
  [...sample.processes.values()].reduce((total, process) => total + (process[of] ?? 0), 0);
const mebibyte = 1024 * 1024;
const ofMachine = <Percent extends number | null>(percentOfCore: Percent) => shareOfMachine(percentOfCore, navigator.hardwareConcurrency);

export function MachineCharts() {
  const { samples } = useHistory();
  const { t } = useSpeech();
  const cpu = samples.map((sample) => ofMachine(sum(sample, 'cpuPercent')));
  const memory = samples.map((sample) => sum(sample, 'rssBytes'));
  const late = samples.map(({ framesHeld, framesSkipped }, index) => {
    const before = samples[index - 1];
    return before === undefined ? 0 : Math.max(0, framesHeld + framesSkipped - before.framesHeld - before.framesSkipped);
  });
  return (
    <Panel title={t('monitor.machine')} aside={<span className={classes['hint']}>{t('monitor.window')}</span>}>
      <div className={classes['charts']}>
        <Chart title={t('health.cpu')} now={formatPercent(cpu.at(-1) ?? null)} values={cpu} atLeast={100} />
        <Chart title={t('health.memory')} now={formatMebibytes(memory.at(-1) ?? null)} values={memory} atLeast={512 * mebibyte} />
        <Chart title={t('monitor.late')} now={String(late.at(-1) ?? 0)} values={late} atLeast={5} />
      </div>
    </Panel>
  );
}

interface ChartProps {
  readonly title: string;
  readonly now: string;
  readonly values: readonly number[];
  readonly atLeast: number;
}

function Chart({ title, now, values, atLeast }: ChartProps) {
  const { t } = useSpeech();
  return (
    <figure className={classes['chart']}>
      <figcaption>
        {title} <strong className="figure">{now}</strong>
      </figcaption>
      <LineChart label={t('monitor.chart', { name: title, now })} values={values} span={keptSamples} atLeast={atLeast} height={80} />
    </figure>
  );
}

export function ProcessTable() {
  const { processes } = useSnapshot();
  const { samples } = useHistory();
  const { t } = useSpeech();
  return (
    <Panel title={t('monitor.processes')}>
      {processes.length === 0 ? (
        <p className={classes['none']}>{t('health.empty')}</p>
      ) : (
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{t('health.process')}</th>
              <th scope="col">{t('monitor.state')}</th>
              <th scope="col">{t('health.cpu')}</th>
              <th scope="col">{t('health.memory')}</th>
              <th scope="col">{t('monitor.cpu-over-time')}</th>
            </tr>
          </thead>
          <tbody>
            {processes.map((process) => {
              const cpu = formatPercent(ofMachine(process.cpuPercent));
              const key = stateKey(process.state);
              return (
                <tr key={process.name} data-testid="process-row" data-state={process.state}>
                  <th scope="row" title={process.pid === null ? process.name : `${process.name} · ${process.pid}`}>
                    {processName(process.name, t)}
                  </th>
                  <td>{key === null ? process.state : t(key)}</td>
                  <td className="figure">{cpu}</td>
                  <td className="figure">{formatMebibytes(process.rssBytes)}</td>
                  <td>
                    <LineChart
                      label={t('monitor.chart', { name: process.name, now: cpu })}
                      values={samples.map((sample) => ofMachine(sample.processes.get(process.name)?.cpuPercent ?? null))}
                      span={keptSamples}
                      atLeast={25}
                      height={18}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
