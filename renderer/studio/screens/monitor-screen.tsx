/** Monitor: how the show has been, in figures. */
import { EncodingLine } from '../features/monitor/encoding-line.tsx';
import { EventLog } from '../features/monitor/event-log.tsx';
import { LatencyChart } from '../features/monitor/latency-chart.tsx';
import { MachineCharts, ProcessTable } from '../features/monitor/machine-charts.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { Page } from '../ui/page.tsx';

export function MonitorScreen() {
  const { t } = useSpeech();
  return (
    <Page title={t('monitor.title')} text={t('monitor.text')}>
      <MachineCharts />
      <EncodingLine />
      <div className="columns">
        <LatencyChart />
        <EventLog />
      </div>
      <ProcessTable />
    </Page>
  );
}
