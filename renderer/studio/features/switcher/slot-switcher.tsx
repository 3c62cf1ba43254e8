/** One slot's switch: a click opens what can take over; the switch itself shows the swap as it goes, and takes it back. */
import { Button, Menu, Progress, VisuallyHidden } from '@mantine/core';
import {
  IconArrowBackUp,
  IconBox,
  IconChevronDown,
  IconEar,
  IconMessage2,
  IconMicrophone2,
  IconMoodSmile,
  IconSparkles,
  IconUserCircle,
  IconX,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { ChoiceView, ModelSlotView } from '../../../../main/api/contract/engines.ts';
import type { EngineView } from '../../../../main/api/contract/studio.ts';
import { abandonSwap, rollBackSwap, swapSlot } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { actionsFor, phaseSteps } from '../../bridge/swap-phases.ts';
import classes from './switcher.module.css';

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
  const rollBack = useAction(rollBackSwap);
  const abandon = useAction(abandonSwap);
  const may = actionsFor(slot);
  const KindIcon = icons[slot.kind] ?? IconBox;
  const kind = t(`engines.kind.${slot.kind}`);
  const name = slot.active === null ? t('models.off') : say(slot.active.title);
  const others = models.choices.filter((choice) => choice.kind === slot.kind && choice.choiceId !== slot.active?.choiceId);
  const state = slot.active === null ? 'off' : (engine?.state ?? 'off');
  const steps = phaseSteps(slot);
  const loading = may.has('abandon');

  const put = async (choiceId: string | null): Promise<void> => {
    const answer = await swap.run(slot.slotId, choiceId, 'beside');
    if (answer?.accepted === false) setReport({ level: 'error', message: answer.words });
  };
  const undo = async (): Promise<void> => {
    const answer = await rollBack.run(slot.slotId);
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
      {loading && slot.candidate !== null && (
        <div className={classes['swap']} role="status">
          <span className="cut" title={say(slot.candidate.title)}>
            {t('switcher.loading', { name: say(slot.candidate.title) })}
          </span>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<IconX size={12} aria-hidden />}
            onClick={() => void abandon.run(slot.slotId)}
          >
            {t('switcher.stop')}
          </Button>
          <Progress
            className={classes['progress'] ?? ''}
            size={3}
            animated
            aria-label={t('switcher.loading', { name: say(slot.candidate.title) })}
            value={(100 * (steps.filter((step) => step.state === 'done').length + 0.5)) / steps.length}
          />
        </div>
      )}
      {may.has('roll-back') && (
        <Button
          fullWidth
          size="compact-xs"
          variant="light"
          color="yellow"
          data-testid="switch-undo"
          leftSection={<IconArrowBackUp size={13} aria-hidden />}
          onClick={() => void undo()}
        >
          <span className="cut">
            {t('switcher.undo', { name: slot.previous?.choice ? say(slot.previous.choice.title) : t('models.off') })}
          </span>
        </Button>
      )}
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
