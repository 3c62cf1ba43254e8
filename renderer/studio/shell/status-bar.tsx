/** Always in sight, on every screen: what is live, how it is, and what must be at hand in an emergency. */
import { OpenMicrophoneMark } from '../features/hearing/microphone-context.tsx';
import { NoticeBell } from '../features/notices/notice-bell.tsx';
import { ShowControls } from '../features/on-air/show-controls.tsx';
import { ShowState } from '../features/on-air/show-state.tsx';
import { RecordingButton } from '../features/recording/recording-button.tsx';
import { SilenceButton } from '../features/on-air/silence.tsx';
import { PanicButton } from '../features/show-desk/panic-button.tsx';
import classes from './shell.module.css';
import { StatusFigures } from './status-figures.tsx';

export function StatusBar() {
  return (
    <>
      <ShowState />
      <StatusFigures />
      <span className={classes['space']} />
      <OpenMicrophoneMark />
      <RecordingButton />
      <SilenceButton />
      <PanicButton />
      <ShowControls />
      <NoticeBell />
    </>
  );
}
