/** What stands where the picture is: on a first start the way to the first show, else the preview. */
import { useState } from 'react';
import { useSnapshot } from '../bridge/studio-context.tsx';
import { LivePreview } from '../features/on-air/live-preview.tsx';
import { useThumbnails } from '../features/portraits/use-thumbnails.ts';
import { WelcomeCard, isWelcomeDone } from '../features/welcome/welcome-card.tsx';

export function Stage() {
  const { show } = useSnapshot();
  const [welcome, setWelcome] = useState<'open' | 'done'>(isWelcomeDone() ? 'done' : 'open');
  if (show.state !== 'off' || welcome === 'done') return <LivePreview />;
  return <Welcome onDone={() => setWelcome('done')} />;
}

function Welcome({ onDone }: { readonly onDone: () => void }) {
  const pictures = useThumbnails();
  return <WelcomeCard onDone={onDone} pictures={pictures} />;
}
