/** Adds a picture as a face; the studio finds the face in it and says what to look at before it goes on air. */
import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { addPicture } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { AddForm } from '../../ui/add-form.tsx';
import classes from './cast.module.css';

export function AddPictureForm() {
  const { t, say } = useSpeech();
  const [state, setState] = useState<'closed' | 'open' | 'added'>('closed');
  const [path, setPath] = useState('');
  const [notes, setNotes] = useState<readonly UserMessage[]>([]);
  const add = useAction(addPicture);

  async function submit(): Promise<void> {
    const answer = await add.run(path.trim());
    if (!answer?.done) return setNotes(answer ? [answer.words] : []);
    setPath('');
    setNotes(answer.notes);
    setState('added');
  }

  if (state !== 'open')
    return (
      <div className={classes['add']}>
        <p className={classes['note']}>{t('models.picture.hint')}</p>
        {state === 'added' && (
          <div role="status" className={classes['note']} data-testid="picture-added">
            {t('models.picture.added')} {notes.map(say).join(' ')}
          </div>
        )}
        <Button
          size="compact-sm"
          variant="light"
          data-testid="add-picture"
          onClick={() => {
            setNotes([]);
            setState('open');
          }}
        >
          {t('models.picture.add')}
        </Button>
      </div>
    );
  return (
    <AddForm
      name="picture"
      title={t('models.picture.title')}
      hint={t('models.picture.hint')}
      problems={notes}
      busy={add.state === 'pending'}
      onSubmit={submit}
      onCancel={() => setState('closed')}
    >
      <TextInput
        label={t('models.picture.path')}
        data-testid="picture-path"
        required
        maxLength={4096}
        placeholder="/home/me/pictures/me.jpg"
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
      />
    </AddForm>
  );
}
