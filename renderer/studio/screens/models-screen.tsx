/** Models: what fills each slot, what could, swaps as they happen, what they left, and engines that can be added. */
import { Group } from '@mantine/core';
import { useSnapshot } from '../bridge/studio-context.tsx';
import { AddFileForm } from '../features/models/add-file-form.tsx';
import { AddServerForm } from '../features/models/add-server-form.tsx';
import { MemoryBar } from '../features/models/memory-bar.tsx';
import { PackList } from '../features/models/pack-list.tsx';
import { ReceiptList } from '../features/models/receipt-list.tsx';
import { SlotCard } from '../features/models/slot-card.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';

export function ModelsScreen() {
  const { models } = useSnapshot();
  const { t } = useSpeech();
  return (
    <Page title={t('models.title')} text={t('models.text')}>
      <div data-testid="models">
        <Panel title={t('models.memory.label')}>
          <MemoryBar models={models} />
        </Panel>
      </div>
      <div className="columns">
        {models.slots.map((slot) => (
          <SlotCard key={slot.slotId} slot={slot} />
        ))}
      </div>
      <Panel title={t('models.add')}>
        <Group p="sm" gap="xs" align="flex-start">
          <AddServerForm of="server" />
          <AddServerForm of="ear" />
          <AddFileForm />
        </Group>
        <PackList />
      </Panel>
      <Panel title={t('models.history')}>
        <ReceiptList />
      </Panel>
    </Page>
  );
}
