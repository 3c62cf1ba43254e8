/** Every engine: what it is for, what it is, how it is, and what it costs. */
import { Badge, Tooltip } from '@mantine/core';
import { IconEar, IconMicrophone2, IconMoodSmile, IconSparkles, IconMessage2, IconUserCircle, IconBox } from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { EngineView } from '../../../../main/api/contract/studio.ts';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { isMessageKey } from '../../i18n/resources.ts';
import type { MessageKey } from '../../i18n/resources.ts';
import { formatMebibytes } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { ModelsDrawer } from '../models/models-drawer.tsx';
import classes from './engines.module.css';

const icons: Readonly<Record<string, Icon>> = {
  asr: IconEar,
  llm: IconMessage2,
  expression: IconMoodSmile,
  tts: IconMicrophone2,
  face: IconUserCircle,
  enhance: IconSparkles,
};

const colors: Readonly<Record<EngineView['state'], string>> = {
  off: 'gray',
  loading: 'blue',
  ready: 'jade',
  failed: 'signal',
  restarting: 'yellow',
};

export function EnginesPanel() {
  const { engines } = useSnapshot();
  const { t } = useSpeech();
  return (
    <Panel title={t('engines.title')} aside={<ModelsDrawer />}>
      {engines.length === 0 ? (
        <div className="empty">{t('engines.empty')}</div>
      ) : (
        <ul className={classes['list']}>
          {engines.map((engine) => (
            <EngineRow key={engine.slotId} engine={engine} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function EngineRow({ engine }: { readonly engine: EngineView }) {
  const { t, say } = useSpeech();
  const KindIcon = icons[engine.kind] ?? IconBox;
  return (
    <li className={classes['engine']} data-testid="engine-item" data-state={engine.state}>
      <KindIcon size={16} className={classes['mark']} aria-hidden />
      <div className={classes['names']}>
        <span className="cut" title={say(engine.title)}>
          {say(engine.title)}
        </span>
        <span className={classes['sub']}>
          <span>{kindName(engine.kind, t)}</span>
          {engine.pid !== null && (
            <Tooltip label={t('engines.pid')}>
              <span className="figure">{engine.pid}</span>
            </Tooltip>
          )}
          <span className="cut" title={engine.detail}>
            {engine.detail}
          </span>
        </span>
      </div>
      <span className={`${classes['memory']} figure`}>{formatMebibytes(engine.rssBytes)}</span>
      <Badge size="sm" color={colors[engine.state]}>
        {t(`engines.state.${engine.state}`)}
      </Badge>
    </li>
  );
}

function kindName(kind: string, t: (key: MessageKey) => string): string {
  const key = `engines.kind.${kind}`;
  return isMessageKey(key) ? t(key) : kind;
}
