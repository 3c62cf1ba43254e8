/** One slot's switch: a click opens what can take over; the switch itself shows the swap as it goes, and takes it back. */
import { Menu, VisuallyHidden } from '@mantine/core';
import {
  IconBox,
  IconChevronDown,
  IconEar,
  IconMessage2,
  IconMicrophone2,
  IconMoodSmile,
  IconSparkles,
  IconUserCircle,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { ChoiceView, ModelSlotView } from '../../../../main/api/contract/engines.ts';
import type { EngineView } from '../../../../main/api/contract/studio.ts';
import { swapSlot } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSlotName } from '../../bridge/use-slot-name.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { actionsFor } from '../../bridge/swap-phases.ts';
import { SwapProgress } from './swap-progress.tsx';
import classes from './switcher.module.css';
import { VoiceOffer } from './voice-offer.tsx';

const icons: Readonly<Record<string, Icon>> = {
  asr: IconEar,
  llm: IconMessage2,
  expression: IconMoodSmile,
  tts: IconMicrophone2,
  face: IconUserCircle,
  enhance: IconSparkles,
};

interface SwitcherProps {
  readonly slot: ModelSlotView;
  /** Absent: the slot is off. */
  readonly engine: EngineView | undefined;
}

export function SlotSwitcher({ slot, engine }: SwitcherProps) {
  const { models, show } = useSnapshot();
  const { t, say } = useSpeech();
  const [, setReport] = useReport();
  const swap = useAction(swapSlot);
  const may = actionsFor(slot);
  const KindIcon = icons[slot.kind] ?? IconBox;
  const kind = useSlotName()(slot);
  const name = slot.active === null ? t('models.off') : say(slot.active.title);
  const others = models.choices.filter((choice) => choice.kind === slot.kind && choice.choiceId !== slot.active?.choiceId);
  const state = slot.active === null ? 'off' : (engine?.state ?? 'off');

  const put = async (choiceId: string | null): Promise<void> => {
    const answer = await swap.run(slot.slotId, choiceId, 'beside');
    if (answer?.accepted === false) setReport({ level: 'error', message: answer.words });
  };

  return (
    <li className={classes['slot']} data-testid={`switch-${slot.slotId}`} data-phase={slot.phase}>
      <Menu position="top-start" width={320} shadow="md" withinPortal>
        <Menu.Target>
          <button
            type="button"
            className={classes['button']}
            data-testid={engine === undefined ? 'slot-off' : 'engine-item'}
            data-state={state}
          >
            <KindIcon size={18} className={classes['mark']} aria-hidden />
            <span className={classes['names']}>
              <span className={classes['kind']}>
                <span className={classes['dot']} aria-hidden />
                {kind}
                {state !== 'ready' && state !== 'off' && ` · ${t(`engines.state.${state}`)}`}
              </span>
              <span className="cut" title={name}>
                {name}
              </span>
            </span>
            <VisuallyHidden>{t('switcher.open')}</VisuallyHidden>
            <IconChevronDown size={14} className={classes['mark']} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          <Menu.Label>{show.state === 'on-air' ? t(`switcher.when.${slot.kind}`) : t('switcher.when.off-air')}</Menu.Label>
          {others.map((choice) => (
            <ChoiceItem
              key={choice.choiceId}
              choice={choice}
              warm={slot.warm.some(({ choiceId }) => choiceId === choice.choiceId)}
              disabled={!may.has('swap')}
              onPut={() => void put(choice.choiceId)}
            />
          ))}
          {others.length === 0 && <Menu.Label>{t('switcher.none')}</Menu.Label>}
          {slot.active !== null && (
            <>
              <Menu.Divider />
              <Menu.Item disabled={!may.has('off')} onClick={() => void put(null)}>
                {t('models.turn-off')}
                <span className={classes['sub']}>
                  {t(`models.confirm.off.${slot.kind === 'tts' ? 'tts' : slot.kind === 'face' ? 'face' : 'other'}`)}
                </span>
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <SwapProgress slot={slot} />
      <VoiceOffer slot={slot} />
    </li>
  );
}

interface ChoiceItemProps {
  readonly choice: ChoiceView;
  readonly warm: boolean;
  readonly disabled: boolean;
  readonly onPut: () => void;
}

function ChoiceItem({ choice, warm, disabled, onPut }: ChoiceItemProps) {
  const { t, say } = useSpeech();
  const missing = choice.missingPack !== null;
  return (
    <Menu.Item disabled={disabled || missing} data-testid={`put-${choice.choiceId}`} onClick={onPut}>
      {say(choice.title)}
      <span className={classes['sub']}>{missing ? t('switcher.missing') : warm ? t('switcher.at-once') : say(choice.summary)}</span>
    </Menu.Item>
  );
}
