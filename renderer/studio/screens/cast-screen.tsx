/** Cast: the faces and the voices there are, and which of them are on now; or the portrait that is being made. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ChoiceView } from '../../../main/api/contract/engines.ts';
import type { PortraitDraft } from '../../../main/api/contract/portraits.ts';
import { CastList } from '../features/cast/cast-list.tsx';
import { OwnPortrait } from '../features/portraits/own-portrait.tsx';
import { PictureDrop } from '../features/portraits/picture-drop.tsx';
import { PortraitEditor } from '../features/portraits/portrait-editor.tsx';
import { useThumbnails } from '../features/portraits/use-thumbnails.ts';
import { useSnapshot } from '../bridge/studio-context.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';

export function CastScreen() {
  const { slots } = useSnapshot().models;
  const { t, say } = useSpeech();
  const [draft, setDraft] = useState<PortraitDraft | null>(null);
  const pictures = useThumbnails();
  const moreOf = ({ choiceId, engineId, own, title }: ChoiceView): ReactNode =>
    own && engineId === 'portrait' && <OwnPortrait choiceId={choiceId} name={say(title)} onDraft={setDraft} />;
  return (
    <Page title={t('cast.title')} text={t('cast.text')}>
      {draft !== null ? (
        <PortraitEditor key={draft.draftId} draft={draft} onClose={() => setDraft(null)} />
      ) : (
        <div className="columns">
          {slots
            .filter(({ kind }) => kind === 'face' || kind === 'tts')
            .toSorted((a, b) => Number(b.kind === 'face') - Number(a.kind === 'face'))
            .map((slot) => (
              <CastList key={slot.slotId} slot={slot} pictures={pictures} more={moreOf} />
            ))}
          <Panel title={t('portraits.add')}>
            <PictureDrop onDraft={setDraft} />
          </Panel>
        </div>
      )}
    </Page>
  );
}
