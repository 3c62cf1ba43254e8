/** One picture on its way to being a face: what was found, markers, crop, background, a live test, and saving it under a name by whoever may use the face. */
import { useEffect, useState } from 'react';
import { Button, Checkbox, Slider, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { PortraitLook } from '../../../../main/api/contract/portraits.ts';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { cropAround, mostCrop, sizeCrop, type Crop } from '../../../../main/contract/face-crop.ts';
import { scaleFace, type FaceMarkers } from '../../../../main/contract/face-handles.ts';
import { discardPortrait, savePortrait } from '../../bridge/asks.ts';
import { useAction, useReport } from '../../bridge/studio-context.tsx';
import { useSpeech, wordsFor } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { BackgroundChoice } from './background-choice.tsx';
import { ChoiceGroup } from './choice-group.tsx';
import { faceView, wholePicture } from './board-view.ts';
import { keptDraft, type KeptDraft } from './kept-draft.ts';
import { LiveTest } from './live-test.tsx';
import { MarkerBoard } from './marker-board.tsx';
import classes from './portraits.module.css';

const mouths = ['auto', 'warp', 'drawn'] as const;
const usualShare = 0.42;

export function PortraitEditor({ from, onClose }: { readonly from: KeptDraft; readonly onClose: () => void }) {
  const { draft } = from;
  const { t, say } = useSpeech();
  const [, setReport] = useReport();
  const aspect = draft.width / draft.height;
  const [chosen, setChosen] = useState(from.chosen);
  const [look, setLook] = useState<PortraitLook>(() => inSight(draft.look, aspect));
  const [person, setPerson] = useState(draft.person);
  const [title, setTitle] = useState(draft.title);
  const [mayUse, setMayUse] = useState(false);
  const [problem, setProblem] = useState<UserMessage | null>(null);
  const small = draft.look.markers.face.height < 0.45 && draft.look.markers.source !== 'guess';
  const [part, setPart] = useState(() => (small ? faceView(draft.look.markers, aspect) : wholePicture));
  const save = useAction(savePortrait);
  const discard = useAction(discardPortrait);
  useEffect(() => keptDraft.set({ draft: { ...draft, look, title, person }, chosen }), [draft, look, title, person, chosen]);
  const close = (): void => {
    keptDraft.set(null);
    onClose();
  };
  const found = draft.faces[chosen];
  const findings = (found?.findings ?? []).filter(({ code }) => code !== 'several');

  const setMarkers = (markers: FaceMarkers): void => setLook((now) => ({ ...now, markers: markers as PortraitLook['markers'] }));
  const setCrop = (crop: Crop): void => setLook((now) => ({ ...now, framing: crop }));
  const crop = typeof look.framing === 'object' ? look.framing : null;
  const takeFace = (index: number): void => {
    const face = draft.faces[index];
    if (!face) return;
    setChosen(index);
    setMarkers(face.markers);
    // the crop goes along to another face
    if (index !== chosen && crop !== null) setCrop(cropAround(face.markers.face, usualShare, aspect));
    setPart((now) => (now === wholePicture ? now : faceView(face.markers, aspect)));
  };
  const leave = (): void => {
    void discard.run(draft.draftId);
    close();
  };
  const submit = async (): Promise<void> => {
    setProblem(null);
    const answer = await save.run({ draftId: draft.draftId, look, title: title.trim() });
    if (answer === null) return;
    if (!answer.done) return setProblem(answer.words);
    setReport({ level: 'info', message: wordsFor('portraits.saved', { title: title.trim() }) });
    close();
  };

  return (
    <Panel
      title={t(draft.choiceId === null ? 'portraits.new' : 'portraits.edit', { title: draft.title })}
      aside={
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          data-testid="portrait-back"
          onClick={leave}
        >
          {t('portraits.back')}
        </Button>
      }
    >
      <div className={classes['editor']} data-testid="portrait-editor">
        <div className={classes['left']}>
          <div className={classes['board-ground']}>
            <MarkerBoard
              picture={draft.picture}
              width={draft.width}
              height={draft.height}
              markers={look.markers}
              part={part}
              crop={crop}
              person={look.background === 'person' ? person : null}
              faces={draft.faces}
              onChange={setMarkers}
              onCrop={setCrop}
            />
          </div>
          <p className={classes['note']}>{t('portraits.board.hint')}</p>
          <div className={classes['row']}>
            <Button
              size="compact-xs"
              variant="default"
              data-testid="markers-reset"
              disabled={!found || look.markers === found.markers}
              onClick={() => takeFace(chosen)}
            >
              {t('portraits.reset')}
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => setMarkers(scaleFace(look.markers, 1.03))}>
              {t('portraits.larger')}
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => setMarkers(scaleFace(look.markers, 1 / 1.03))}>
              {t('portraits.smaller')}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              data-testid="board-zoom"
              onClick={() => setPart(part === wholePicture ? faceView(look.markers, aspect) : wholePicture)}
            >
              {t(part === wholePicture ? 'portraits.zoom.face' : 'portraits.zoom.whole')}
            </Button>
          </div>
        </div>
        <div className={classes['right']}>
          <div role="status" data-testid="findings">
            {findings.length === 0 ? (
              <p className={classes['well']}>{t('portraits.found')}</p>
            ) : (
              findings.map(({ code, words }) => (
                <p key={code} className={classes['finding']} data-code={code}>
                  {say(words)}
                </p>
              ))
            )}
          </div>
          {draft.faces.length > 1 && (
            <ChoiceGroup
              title={t('portraits.several')}
              testId="face-choice"
              value={String(chosen)}
              choices={draft.faces.map((_, n) => ({ value: String(n), label: t('portraits.face', { number: n + 1 }) }))}
              onChange={(value) => takeFace(Number(value))}
            />
          )}
          <ChoiceGroup
            title={t('portraits.framing')}
            testId="framing"
            value={crop === null ? 'whole' : 'crop'}
            choices={[
              { value: 'whole', label: t('portraits.framing.whole') },
              { value: 'crop', label: t('portraits.framing.crop') },
            ]}
            onChange={(value) => {
              if (value === 'whole') return setLook((now) => ({ ...now, framing: 'whole' }));
              setCrop(cropAround(look.markers.face, usualShare, aspect));
              setPart(wholePicture);
            }}
          >
            {crop !== null && (
              <>
                <span className={classes['note']}>{t('portraits.crop.size')}</span>
                <Slider
                  size="sm"
                  min={12}
                  max={100}
                  step={1}
                  value={Math.round((crop.size / mostCrop(aspect)) * 100)}
                  label={(value) => `${value} %`}
                  thumbLabel={t('portraits.crop.size')}
                  onChange={(value) => setCrop(sizeCrop(crop, (value / 100) * mostCrop(aspect), aspect))}
                />
                <div className={classes['row']}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    data-testid="crop-centre"
                    onClick={() => setCrop(cropAround(look.markers.face, usualShare, aspect))}
                  >
                    {t('portraits.crop.centre')}
                  </Button>
                  <span className={classes['note']}>{t('portraits.crop.hint')}</span>
                </div>
              </>
            )}
          </ChoiceGroup>
          <BackgroundChoice
            draftId={draft.draftId}
            value={look.background}
            person={person}
            off={draft.personOff}
            onChange={(background) => setLook((now) => ({ ...now, background }))}
            onPerson={setPerson}
          />
          <ChoiceGroup
            title={t('portraits.mouth')}
            testId="mouth"
            value={look.mouth}
            choices={mouths.map((value) => ({ value, label: t(`portraits.mouth.${value}`) }))}
            onChange={(value) => setLook((now) => ({ ...now, mouth: value }))}
          />
          <LiveTest draftId={draft.draftId} look={look} />
          <form
            className={classes['save']}
            onSubmit={(event) => {
              event.preventDefault();
              void submit();
            }}
          >
            <TextInput
              label={t('portraits.name')}
              size="xs"
              required
              withAsterisk={false}
              maxLength={80}
              data-testid="portrait-name"
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <Checkbox
              size="xs"
              data-testid="may-use"
              label={t('portraits.may-use')}
              checked={mayUse}
              onChange={(event) => setMayUse(event.currentTarget.checked)}
            />
            {problem !== null && (
              <p role="alert" className={classes['problem']} data-testid="save-problem">
                {say(problem)}
              </p>
            )}
            <div className={classes['row']}>
              <Button
                type="submit"
                size="compact-sm"
                data-testid="portrait-save"
                loading={save.state === 'pending'}
                disabled={!mayUse || title.trim() === ''}
              >
                {t('portraits.save')}
              </Button>
              {!mayUse && <span className={classes['note']}>{t('portraits.save.needs')}</span>}
            </div>
          </form>
        </div>
      </div>
    </Panel>
  );
}

/** A portrait that was saved with a face share is cropped to the same square. */
function inSight(look: PortraitLook, aspect: number): PortraitLook {
  return typeof look.framing === 'number' ? { ...look, framing: cropAround(look.markers.face, look.framing, aspect) } : look;
}
