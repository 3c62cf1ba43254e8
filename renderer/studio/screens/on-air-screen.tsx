/** On Air: the picture, what is being said, the conversation, and one switch per slot. */
import { ConversationPanel } from '../features/conversation/conversation-panel.tsx';
import { NowSpeaking } from '../features/on-air/now-speaking.tsx';
import { ShowDesk } from '../features/show-desk/show-desk.tsx';
import { SlotSwitchers } from '../features/switcher/slot-switchers.tsx';
import classes from './on-air-screen.module.css';
import { Stage } from './stage.tsx';

export function OnAirScreen() {
  return (
    <div className={classes['body']}>
      <div className={classes['left']}>
        <Stage />
        <ShowDesk />
        <NowSpeaking />
        <SlotSwitchers />
      </div>
      <ConversationPanel />
    </div>
  );
}
