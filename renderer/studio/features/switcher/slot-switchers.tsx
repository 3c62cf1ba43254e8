/** One switch per slot, below the picture: what stands there, how it is, and everything that could take over, with when it would. */
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { SlotSwitcher } from './slot-switcher.tsx';
import classes from './switcher.module.css';

export function SlotSwitchers() {
  const { models, engines } = useSnapshot();
  const { t } = useSpeech();
  return (
    <ul className={classes['row']} aria-label={t('switcher.label')}>
      {models.slots.map((slot) => (
        <SlotSwitcher key={slot.slotId} slot={slot} engine={engines.find(({ slotId }) => slotId === slot.slotId)} />
      ))}
    </ul>
  );
}
