/** The stage: the picture as the audience gets it, and in its place words when there is none. */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { ActionIcon, Badge, Loader, Tooltip } from '@mantine/core';
import { IconBroadcast, IconBroadcastOff, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { PreviewPlayer } from './preview-player.ts';
import type { PreviewState } from './preview-player.ts';
import classes from './live-preview.module.css';

export function LivePreview() {
  const { show } = useSnapshot();
  const { t } = useSpeech();
  const { previewUrl } = show;
  return (
    <section className={classes['stage']} data-state={show.state} aria-label={t('preview.label')}>
      {show.state === 'on-air' && previewUrl !== null ? (
        <Picture key={previewUrl} url={previewUrl} slate={show.source === 'slate'} />
      ) : (
        <Placeholder state={show.state} />
      )}
    </section>
  );
}

function Picture({ url, slate }: { readonly url: string; readonly slate: boolean }) {
  const { t } = useSpeech();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<PreviewState>('connecting');
  const [sound, setSound] = useState<'on' | 'off'>('on');
  useEffect(() => {
    if (video.current === null) return undefined;
    const player = new PreviewPlayer(video.current, url, setState);
    return () => player.dispose();
  }, [url]);
  const soundLabel = t(sound === 'on' ? 'preview.mute' : 'preview.unmute');
  return (
    <>
      <video
        ref={video}
        className={classes['video']}
        data-testid="preview-video"
        data-state={state}
        muted={sound === 'off'}
        playsInline
        disablePictureInPicture
      />
      {state !== 'playing' && (
        <Cover over="picture">
          <Loader size="sm" color="gray" />
          <span>{t(state === 'connecting' ? 'preview.connecting' : 'preview.stalled')}</span>
        </Cover>
      )}
      {slate && (
        <Badge className={classes['slate']} color="yellow" variant="filled" size="md">
          {t('preview.slate')}
        </Badge>
      )}
      <Tooltip label={soundLabel}>
        <ActionIcon
          className={classes['sound']}
          variant="default"
          size="md"
          aria-label={soundLabel}
          aria-pressed={sound === 'off'}
          onClick={() => setSound(sound === 'on' ? 'off' : 'on')}
        >
          {sound === 'on' ? <IconVolume size={16} /> : <IconVolumeOff size={16} />}
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function Placeholder({ state }: { readonly state: 'off' | 'starting' | 'on-air' | 'stopping' }) {
  const { t } = useSpeech();
  if (state === 'off') {
    return (
      <Cover>
        <IconBroadcastOff size={40} stroke={1.2} className={classes['mark']} />
        <strong className={classes['title']}>{t('preview.off.title')}</strong>
        <span className={classes['text']}>{t('preview.off.text')}</span>
      </Cover>
    );
  }
  if (state === 'on-air') {
    return (
      <Cover>
        <IconBroadcast size={40} stroke={1.2} className={classes['mark']} />
        <span>{t('preview.none')}</span>
      </Cover>
    );
  }
  return (
    <Cover>
      <Loader size="sm" color="gray" />
      <span>{t(state === 'starting' ? 'preview.starting' : 'preview.stopping')}</span>
    </Cover>
  );
}

function Cover({ children, over = 'nothing' }: { readonly children: ReactNode; readonly over?: 'nothing' | 'picture' }) {
  return (
    <div className={classes['cover']} data-over={over} role="status">
      {children}
    </div>
  );
}
