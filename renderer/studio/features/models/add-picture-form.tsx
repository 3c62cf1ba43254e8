/** Adds a picture as a face; the studio finds the face in it and says what to look at before it goes on air. */
import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { addPicture } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './models.module.css';

export function AddPictureForm() {
  const { t, say } = useSpeech();
  const [state, setState] = useState<'closed' | 'open' | 'added'>('closed');
  const [path, setPath] = useState('');
  const [notes, setNotes] = useState<readonly UserMessage[]>([]);
  const add = useAction(addPicture);

  async function submit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const answer = await add.run(path.trim());
    if (!answer?.done) return setNotes(answer ? [answer.words] : []);
    setPath('');
    setNotes(answer.notes);
    setState('added');
  }

  if (state !== 'open')
    return (
      <>
        {state === 'added' && (
          <div role="status" className={classes['sub']} data-testid="picture-added">
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
      </>
    );
  return (
    <form className={classes['slot']} data-testid="picture-form" onSubmit={(event) => void submit(event)}>
      <strong>{t('models.picture.title')}</strong>
      <p className={classes['sub']}>{t('models.picture.hint')}</p>
      {notes.map((note) => (
        <p key={note.en} role="alert" className={classes['problem']} data-testid="picture-problem">
          {say(note)}
        </p>
      ))}
      <div className={classes['fields']}>
        <TextInput
          label={t('models.picture.path')}
          data-testid="picture-path"
          required
          maxLength={4096}
          placeholder="/home/me/pictures/me.jpg"
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
      </div>
      <div className={classes['actions']}>
        <Button type="submit" size="compact-sm" loading={add.state === 'pending'} data-testid="picture-submit">
          {t('models.server.submit')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setState('closed')}>
          {t('models.confirm.no')}
        </Button>
      </div>
    </form>
  );
}
