/** Models: what fills each slot, what could, swaps as they happen, and what they left. Lies over the window; the preview stays where it is. */
import { useState } from 'react';
import { Button, Drawer } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { AddFileForm } from './add-file-form.tsx';
import { AddPictureForm } from './add-picture-form.tsx';
import { AddServerForm } from './add-server-form.tsx';
import { MemoryBar } from './memory-bar.tsx';
import classes from './models.module.css';
import { PackList } from './pack-list.tsx';
import { ReceiptList } from './receipt-list.tsx';
import { SlotCard } from './slot-card.tsx';

export function ModelsDrawer() {
  const { models } = useSnapshot();
  const { t } = useSpeech();
  const [state, setState] = useState<'open' | 'closed'>('closed');
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
          <MemoryBar models={models} />
          {models.slots.map((slot) => (
            <SlotCard key={slot.slotId} slot={slot} />
          ))}
          <AddServerForm of="server" />
          <AddServerForm of="ear" />
          <AddFileForm />
          <AddPictureForm />
          <PackList />
          <ReceiptList />
        </div>
      </Drawer>
    </>
  );
}
