/** The voice of the anchor in use is in no slot: one click puts it into the slot where it is missed least. Nothing for any other slot, or while that one is being swapped. */
import { Button, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ModelSlotView } from '../../../../main/api/contract/engines.ts';
import { swapSlot } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { actionsFor } from '../../bridge/swap-phases.ts';
import { useSpeech } from '../../i18n/language.tsx';

export function VoiceOffer({ slot }: { readonly slot: ModelSlotView }) {
  const { voiceOffer, show } = useSnapshot();
  const { t, say } = useSpeech();
  const [, setReport] = useReport();
  const swap = useAction(swapSlot);
  if (voiceOffer === null || voiceOffer.slotId !== slot.slotId || !actionsFor(slot).has('swap')) return null;
  const { anchor, voice, slotId, choiceId } = voiceOffer;
  const take = async (): Promise<void> => {
    const answer = await swap.run(slotId, choiceId, 'beside');
    if (answer?.accepted === false) setReport({ level: 'error', message: answer.words });
  };
  const when = t(show.state === 'on-air' ? 'switcher.when.tts' : 'switcher.when.off-air');
  return (
    <Tooltip label={t('switcher.offer.why', { anchor: say(anchor), when })} multiline maw={320}>
      <Button
        fullWidth
        size="compact-xs"
        variant="light"
        data-testid="voice-offer"
        loading={swap.state === 'pending'}
        leftSection={<IconDownload size={13} aria-hidden />}
        onClick={() => void take()}
      >
        <span className="cut">{t('switcher.offer', { name: say(voice) })}</span>
      </Button>
    </Tooltip>
  );
}
