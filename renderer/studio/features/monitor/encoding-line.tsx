/** How the picture on air is encoded, by what and why, and whether less is sent than was wanted. */
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './monitor.module.css';

export function EncodingLine() {
  const { show } = useSnapshot();
  const { t, say } = useSpeech();
  const { encoding, width, height, fps } = show;
  if (encoding === null) return null;
  const less = encoding.videoKbps < encoding.wantedVideoKbps;
  return (
    <Panel title={t('monitor.encoding')} aside={<span className="figure">{t('monitor.encoding.format', { width, height, fps })}</span>}>
      <p className={classes['encoding']} data-testid="encoding" data-less={less}>
        <strong>{say(encoding.title)}</strong>{' '}
        <span className="figure">
          {less
            ? t('monitor.encoding.less', { now: encoding.videoKbps, wanted: encoding.wantedVideoKbps })
            : t('monitor.encoding.kbps', { now: encoding.videoKbps })}
        </span>
        <br />
        {say(encoding.why)}
      </p>
    </Panel>
  );
}
