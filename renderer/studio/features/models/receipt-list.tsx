/** What swaps have left: outcome, who, how long, and why where it went wrong. Newest first. */
import { Badge } from '@mantine/core';
import type { ReceiptView } from '../../../../main/api/contract/engines.ts';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './models.module.css';

const colors: Readonly<Record<ReceiptView['outcome'], string>> = {
  switched: 'jade',
  'stop-then-started': 'jade',
  rejected: 'signal',
  'rolled-back': 'yellow',
};

export function ReceiptList() {
  const { receipts } = useSnapshot().models;
  const { t, say, language } = useSpeech();
  return (
    <section className={classes['inset']} aria-label={t('models.history')}>
      {receipts.length === 0 && <div className={classes['sub']}>{t('models.history.empty')}</div>}
      {receipts.map((receipt) => (
        <div key={receipt.swapId} className={classes['receipt']} data-testid={`receipt-${receipt.swapId}`} data-outcome={receipt.outcome}>
          <Badge size="sm" color={colors[receipt.outcome]}>
            {t(`models.outcome.${receipt.outcome}`)}
          </Badge>{' '}
          {receipt.from ? say(receipt.from.title) : t('models.off')} → {receipt.to ? say(receipt.to.title) : t('models.off')}
          <div className={classes['sub']}>
            {new Date(receipt.endedAtMs).toLocaleTimeString(language === 'zh' ? 'zh-CN' : 'en-GB')} ·{' '}
            {receipt.phases
              .filter(({ phase }) => phase !== 'spawning')
              .map(({ phase, durationMs }) => `${t(`models.phase.${phase}`)} ${Math.round(durationMs)} ms`)
              .join(' · ')}
          </div>
          {receipt.words && <div className={classes['sub']}>{say(receipt.words)}</div>}
        </div>
      ))}
    </section>
  );
}
