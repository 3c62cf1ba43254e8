/** Cast: the faces and the voices there are, and which of them are on now; or the portrait that is being made. */
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import type { ChoiceView } from '../../../main/api/contract/engines.ts';
import type { PortraitDraft } from '../../../main/api/contract/portraits.ts';
import { CastList } from '../features/cast/cast-list.tsx';
import { keptDraft, type KeptDraft } from '../features/portraits/kept-draft.ts';
import { OwnPortrait } from '../features/portraits/own-portrait.tsx';
import { PictureDrop } from '../features/portraits/picture-drop.tsx';
import { PortraitEditor } from '../features/portraits/portrait-editor.tsx';
import { useThumbnails } from '../features/portraits/use-thumbnails.ts';
import { VoicesPanel } from '../features/voices/voices-panel.tsx';
import { useSnapshot } from '../bridge/studio-context.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';

export function CastScreen() {
  const { slots } = useSnapshot().models;
  const { t, say } = useSpeech();
  const [from, setFrom] = useState<KeptDraft | null>(keptDraft.get);
  const setDraft = useCallback((draft: PortraitDraft) => setFrom({ draft, chosen: 0 }), []);
  const pictures = useThumbnails();
  const moreOf = ({ choiceId, engineId, own, title }: ChoiceView): ReactNode =>
    own && engineId === 'portrait' && <OwnPortrait choiceId={choiceId} name={say(title)} onDraft={setDraft} />;
  const listOf = (wanted: 'face' | 'tts'): ReactNode =>
    slots.filter(({ kind }) => kind === wanted).map((slot) => <CastList key={slot.slotId} slot={slot} pictures={pictures} more={moreOf} />);
  return (
    <Page title={t('cast.title')} text={t('cast.text')}>
      {from !== null ? (
        <PortraitEditor key={from.draft.draftId} from={from} onClose={() => setFrom(null)} />
      ) : (
        <div className="columns">
          {listOf('face')}
          <Panel title={t('portraits.add')}>
            <PictureDrop onDraft={setDraft} />
          </Panel>
          <VoicesPanel />
          {listOf('tts')}
        </div>
      )}
    </Page>
  );
}
