/** Adds a model on a server, one that answers or one that hears: address, model and, where the server wants one, a key that is kept by name and never shown again. */
import { useState } from 'react';
import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { addChoice, keepSecret } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/resources.ts';
import { AddForm } from '../../ui/add-form.tsx';

const keeps = ['keychain', 'this-run', 'plain-file'] as const;
type Keep = (typeof keeps)[number];
const blank = { title: '', baseUrl: '', model: '', key: '', keep: 'keychain' as Keep, language: '' };

interface ServerKind {
  readonly engineId: string;
  readonly add: MessageKey;
  readonly title: MessageKey;
  readonly hint: MessageKey;
  /** Where such a server usually is on the same computer. */
  readonly baseUrl: string;
  readonly modelExample: string;
  /** Offered as what is spoken; none: the server is not told. */
  readonly languages: readonly string[];
}

const kinds = {
  server: {
    engineId: 'openai',
    add: 'models.server.add',
    title: 'models.server.title',
    hint: 'models.server.hint',
    baseUrl: 'http://127.0.0.1:11434/v1',
    modelExample: 'qwen3:4b',
    languages: [],
  },
  ear: {
    engineId: 'openai-ear',
    add: 'models.ear.add',
    title: 'models.ear.title',
    hint: 'models.ear.hint',
    baseUrl: 'http://127.0.0.1:8000/v1',
    modelExample: 'whisper-large-v3',
    languages: ['zh', 'en', 'ja', 'ko', 'yue', 'es', 'pt', 'fr', 'de', 'ru', 'it', 'id', 'vi', 'th', 'ar', 'hi'],
  },
} as const satisfies Readonly<Record<string, ServerKind>>;

export function AddServerForm({ of }: { readonly of: keyof typeof kinds }) {
  const { t, language } = useSpeech();
  const kind: ServerKind = kinds[of];
  const empty = { ...blank, baseUrl: kind.baseUrl };
  const nameOf = new Intl.DisplayNames([language], { type: 'language' });
  const [state, setState] = useState<'closed' | 'open'>('closed');
  const [fields, setFields] = useState(empty);
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
      engineId: kind.engineId,
      title: fields.title.trim() || fields.model.trim(),
      options: {
        baseUrl: fields.baseUrl.trim(),
        model: fields.model.trim(),
        ...(keyName === undefined ? {} : { keyName }),
        ...(fields.language === '' ? {} : { language: fields.language }),
      },
    });
    if (!added?.done) return setProblem(added?.words ?? null);
    setFields(empty);
    setProblem(null);
    setState('closed');
  }

  if (state === 'closed')
    return (
      <Button size="compact-sm" variant="light" data-testid={`add-${of}`} onClick={() => setState('open')}>
        {t(kind.add)}
      </Button>
    );
  return (
    <AddForm
      name={of}
      title={t(kind.title)}
      hint={t(kind.hint)}
      problems={problem === null ? [] : [problem]}
      busy={busy}
      onSubmit={submit}
      onCancel={() => setState('closed')}
    >
      <TextInput
        label={t('models.server.address')}
        data-testid={`${of}-address`}
        required
        maxLength={2048}
        value={fields.baseUrl}
        onChange={(event) => set({ baseUrl: event.currentTarget.value })}
      />
      <TextInput
        label={t('models.server.model')}
        data-testid={`${of}-model`}
        required
        maxLength={256}
        placeholder={kind.modelExample}
        value={fields.model}
        onChange={(event) => set({ model: event.currentTarget.value })}
      />
      {kind.languages.length > 0 && (
        <Select
          label={t('models.ear.language')}
          data-testid={`${of}-language`}
          allowDeselect={false}
          value={fields.language}
          data={[
            { value: '', label: t('models.ear.language.any') },
            ...kind.languages.map((value) => ({ value, label: nameOf.of(value) ?? value })),
          ]}
          onChange={(value) => set({ language: value ?? '' })}
        />
      )}
      <TextInput
        label={t('models.server.name')}
        data-testid={`${of}-name`}
        maxLength={80}
        placeholder={fields.model}
        value={fields.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('models.server.key')}
        data-testid={`${of}-key`}
        maxLength={4096}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t('models.server.key.show') }}
        value={fields.key}
        onChange={(event) => set({ key: event.currentTarget.value })}
      />
      {fields.key !== '' && (
        <Select
          label={t('models.server.keep')}
          data-testid={`${of}-keep`}
          allowDeselect={false}
          value={fields.keep}
          data={keeps.map((value) => ({ value, label: t(`models.server.keep.${value}`) }))}
          onChange={(value) => set({ keep: keeps.find((one) => one === value) ?? 'keychain' })}
        />
      )}
    </AddForm>
  );
}
