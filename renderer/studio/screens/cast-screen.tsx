/** Cast: the faces and the voices there are, and which of them are on now. */
import { AddPictureForm } from '../features/cast/add-picture-form.tsx';
import { CastList } from '../features/cast/cast-list.tsx';
import { VoicesPanel } from '../features/voices/voices-panel.tsx';
import { useSnapshot } from '../bridge/studio-context.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';

export function CastScreen() {
  const { slots } = useSnapshot().models;
  const { t } = useSpeech();
  return (
    <Page title={t('cast.title')} text={t('cast.text')}>
      <div className="columns">
        {slots
          .filter(({ kind }) => kind === 'face' || kind === 'tts')
          .toSorted((a, b) => Number(b.kind === 'face') - Number(a.kind === 'face'))
          .map((slot) => (
            <CastList key={slot.slotId} slot={slot} />
          ))}
        <Panel title={t('models.picture.title')}>
          <AddPictureForm />
        </Panel>
        <VoicesPanel />
      </div>
    </Page>
  );
}
