/** Models: what fills each slot, what could, swaps as they happen, and what they left. Lies over the window; the preview stays where it is. */
import { useState } from 'react';
import { Button, Drawer, Progress } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatMebibytes } from '../../ui/format.ts';
import classes from './models.module.css';
import { ReceiptList } from './receipt-list.tsx';
import { SlotCard } from './slot-card.tsx';

export function ModelsDrawer() {
  const { models } = useSnapshot();
  const { t } = useSpeech();
  const [state, setState] = useState<'open' | 'closed'>('closed');
  const { usedBytes, budgetBytes } = models.memory;
  return (
    <>
      <Button
        size="compact-sm"
        variant="light"
        data-testid="tab-models"
        leftSection={<IconArrowsExchange size={14} />}
        onClick={() => setState('open')}
      >
        {t('models.open')}
      </Button>
      <Drawer
        opened={state === 'open'}
        onClose={() => setState('closed')}
        position="right"
        size={560}
        // what is on air stays in sight, and the rest of the window in reach
        withOverlay={false}
        lockScroll={false}
        trapFocus={false}
        title={t('models.title')}
        closeButtonProps={{ 'aria-label': t('models.close') }}
      >
        <div className={classes['slots']} data-testid="models">
          <div>
            <div className={classes['sub']}>
              {t('models.memory', { used: formatMebibytes(usedBytes), budget: formatMebibytes(budgetBytes) })}
            </div>
            <Progress value={(100 * usedBytes) / Math.max(1, budgetBytes)} aria-label={t('models.memory.label')} mt={4} />
          </div>
          {models.slots.map((slot) => (
            <SlotCard key={slot.slotId} slot={slot} />
          ))}
          <ReceiptList />
        </div>
      </Drawer>
    </>
  );
}
