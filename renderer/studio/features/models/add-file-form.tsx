/** Adds a language model from a file on this computer (GGUF); the studio looks at the file before it is in the list. */
import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { addChoice } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { AddForm } from '../../ui/add-form.tsx';

export function AddFileForm() {
  const { t } = useSpeech();
  const [state, setState] = useState<'closed' | 'open'>('closed');
  const [modelPath, setModelPath] = useState('');
  const [problem, setProblem] = useState<UserMessage | null>(null);
  const add = useAction(addChoice);

  async function submit(): Promise<void> {
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
    <AddForm
      name="file"
      title={t('models.file.title')}
      hint={t('models.file.hint')}
      problems={problem === null ? [] : [problem]}
      busy={add.state === 'pending'}
      onSubmit={submit}
      onCancel={() => setState('closed')}
    >
      <TextInput
        label={t('models.file.path')}
        data-testid="file-path"
        required
        maxLength={4096}
        placeholder="/home/me/models/qwen3-4b-q4_k_m.gguf"
        value={modelPath}
        onChange={(event) => setModelPath(event.currentTarget.value)}
      />
    </AddForm>
  );
}
