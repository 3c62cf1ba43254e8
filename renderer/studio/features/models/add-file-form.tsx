/** Adds a language model from a file on this computer (GGUF); the studio looks at the file before it is in the list. */
import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { addChoice } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './models.module.css';

export function AddFileForm() {
  const { t, say } = useSpeech();
  const [state, setState] = useState<'closed' | 'open'>('closed');
  const [modelPath, setModelPath] = useState('');
  const [problem, setProblem] = useState<UserMessage | null>(null);
  const add = useAction(addChoice);

  async function submit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const path = modelPath.trim();
    const title =
      path
        .split(/[\\/]/)
        .at(-1)
        ?.replace(/\.gguf$/i, '') ?? '';
    const added = await add.run({ engineId: 'llama', title: title.slice(0, 80) || 'GGUF', options: { modelPath: path } });
    if (!added?.done) return setProblem(added?.words ?? null);
    setModelPath('');
    setProblem(null);
    setState('closed');
  }

  if (state === 'closed')
    return (
      <Button size="compact-sm" variant="light" data-testid="add-file" onClick={() => setState('open')}>
        {t('models.file.add')}
      </Button>
    );
  return (
    <form className={classes['slot']} data-testid="file-form" onSubmit={(event) => void submit(event)}>
      <strong>{t('models.file.title')}</strong>
      <p className={classes['sub']}>{t('models.file.hint')}</p>
      {problem !== null && (
        <p role="alert" className={classes['problem']} data-testid="file-problem">
          {say(problem)}
        </p>
      )}
      <div className={classes['fields']}>
        <TextInput
          label={t('models.file.path')}
          data-testid="file-path"
          required
          maxLength={4096}
          placeholder="/home/me/models/qwen3-4b-q4_k_m.gguf"
          value={modelPath}
          onChange={(event) => setModelPath(event.currentTarget.value)}
        />
      </div>
      <div className={classes['actions']}>
        <Button type="submit" size="compact-sm" loading={add.state === 'pending'} data-testid="file-submit">
          {t('models.server.submit')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setState('closed')}>
          {t('models.confirm.no')}
        </Button>
      </div>
    </form>
  );
}
