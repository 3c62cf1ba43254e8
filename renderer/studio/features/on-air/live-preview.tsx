/** The stage: the picture as the audience gets it, and in its place words when there is none. */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { ActionIcon, Badge, Loader, Slider, Tooltip } from '@mantine/core';
import { IconBroadcast, IconBroadcastOff, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { PreviewPlayer } from './preview-player.ts';
import type { PreviewState } from './preview-player.ts';
import classes from './live-preview.module.css';

const volumeKey = 'vanchor.preview-volume';

/** What the streamer last listened at. */
function keptVolume(): number {
  const kept = Number(localStorage.getItem(volumeKey) ?? '100');
  return Number.isFinite(kept) ? Math.min(100, Math.max(0, kept)) : 100;
}

export function LivePreview() {
  const { show } = useSnapshot();
  const { t } = useSpeech();
  const { previewUrl } = show;
  return (
    <section className={classes['stage']} data-state={show.state} data-audience={show.air.audience} aria-label={t('preview.label')}>
      {show.state === 'on-air' && previewUrl !== null ? (
        <Picture
          key={previewUrl}
          url={previewUrl}
          slate={show.source === 'slate' ? (show.air.slate === null && show.air.phase !== 'panic' ? 'trouble' : 'wanted') : 'off'}
        />
      ) : (
        <Placeholder state={show.state} />
      )}
    </section>
  );
}

function Picture({ url, slate }: { readonly url: string; readonly slate: 'off' | 'wanted' | 'trouble' }) {
  const { t } = useSpeech();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<PreviewState>('connecting');
  const [sound, setSound] = useState<'on' | 'off'>('on');
  const [volume, setVolume] = useState(keptVolume);
  useEffect(() => {
    if (video.current === null) return undefined;
    const player = new PreviewPlayer(video.current, url, setState);
    return () => player.dispose();
  }, [url]);
  useEffect(() => {
    if (video.current !== null) video.current.volume = volume / 100;
    localStorage.setItem(volumeKey, String(volume));
  }, [volume]);
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
      {slate !== 'off' && (
        <Badge className={classes['slate']} color="yellow" variant="filled" size="md">
          {t(slate === 'wanted' ? 'preview.slate.wanted' : 'preview.slate')}
        </Badge>
      )}
      <div className={classes['sound']}>
        <Slider
          w={90}
          size="sm"
          classNames={{ label: classes['percent'] ?? '' }}
          data-testid="preview-volume"
          thumbLabel={t('preview.volume')}
          label={(percent) => `${percent} %`}
          value={volume}
          disabled={sound === 'off'}
          onChange={setVolume}
        />
        <Tooltip label={soundLabel}>
          <ActionIcon
            variant="default"
            size="md"
            aria-label={soundLabel}
            aria-pressed={sound === 'off'}
            onClick={() => setSound(sound === 'on' ? 'off' : 'on')}
          >
            {sound === 'on' ? <IconVolume size={16} /> : <IconVolumeOff size={16} />}
          </ActionIcon>
        </Tooltip>
      </div>
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
