/** Adds a language model on a model server: address, model and, where the server wants one, a key that is kept by name and never shown again. */
import { useState } from 'react';
import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { addChoice, keepSecret } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { AddForm } from '../../ui/add-form.tsx';

const keeps = ['keychain', 'this-run', 'plain-file'] as const;
type Keep = (typeof keeps)[number];
const blank = { title: '', baseUrl: 'http://127.0.0.1:11434/v1', model: '', key: '', keep: 'keychain' as Keep };

export function AddServerForm() {
  const { t } = useSpeech();
  const [state, setState] = useState<'closed' | 'open'>('closed');
  const [fields, setFields] = useState(blank);
  const [problem, setProblem] = useState<UserMessage | null>(null);
  const add = useAction(addChoice);
  const keep = useAction(keepSecret);
  const busy = add.state === 'pending' || keep.state === 'pending';
  const set = (patch: Partial<typeof blank>): void => setFields((before) => ({ ...before, ...patch }));

  async function submit(): Promise<void> {
    const key = fields.key.trim();
    const keyName = key === '' ? undefined : `model-server-${crypto.randomUUID().slice(0, 8)}`;
    if (keyName !== undefined) {
      const kept = await keep.run({ name: keyName, value: key, keep: fields.keep });
      if (!kept?.done) return setProblem(kept?.words ?? null);
    }
    const added = await add.run({
      engineId: 'openai',
      title: fields.title.trim() || fields.model.trim(),
      options: { baseUrl: fields.baseUrl.trim(), model: fields.model.trim(), ...(keyName === undefined ? {} : { keyName }) },
    });
    if (!added?.done) return setProblem(added?.words ?? null);
    setFields(blank);
    setProblem(null);
    setState('closed');
  }

  if (state === 'closed')
    return (
      <Button size="compact-sm" variant="light" data-testid="add-server" onClick={() => setState('open')}>
        {t('models.server.add')}
      </Button>
    );
  return (
    <AddForm
      name="server"
      title={t('models.server.title')}
      hint={t('models.server.hint')}
      problems={problem === null ? [] : [problem]}
      busy={busy}
      onSubmit={submit}
      onCancel={() => setState('closed')}
    >
      <TextInput
        label={t('models.server.address')}
        data-testid="server-address"
        required
        maxLength={2048}
        value={fields.baseUrl}
        onChange={(event) => set({ baseUrl: event.currentTarget.value })}
      />
      <TextInput
        label={t('models.server.model')}
        data-testid="server-model"
        required
        maxLength={256}
        placeholder="qwen3:4b"
        value={fields.model}
        onChange={(event) => set({ model: event.currentTarget.value })}
      />
      <TextInput
        label={t('models.server.name')}
        data-testid="server-name"
        maxLength={80}
        placeholder={fields.model}
        value={fields.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('models.server.key')}
        data-testid="server-key"
        maxLength={4096}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t('models.server.key.show') }}
        value={fields.key}
        onChange={(event) => set({ key: event.currentTarget.value })}
      />
      {fields.key !== '' && (
        <Select
          label={t('models.server.keep')}
          data-testid="server-keep"
          allowDeselect={false}
          value={fields.keep}
          data={keeps.map((value) => ({ value, label: t(`models.server.keep.${value}`) }))}
          onChange={(value) => set({ keep: keeps.find((one) => one === value) ?? 'keychain' })}
        />
      )}
    </AddForm>
  );
}
