/** The streamer's own picture as a slate, by its path on this machine. What is no picture is refused in words, and stays in the field to be corrected. */
import { useState } from 'react';
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { chooseSlatePicture } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import type { UserMessage } from '../../../../main/contract/failure.ts';

export function ChooseSlatePicture({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t, say } = useSpeech();
  const [picturePath, setPath] = useState('');
  const [refused, setRefused] = useState<UserMessage | null>(null);
  const choose = useAction(chooseSlatePicture);
  const submit = async (): Promise<void> => {
    const answer = await choose.run(picturePath);
    if (answer === null) return;
    setRefused(answer.done ? null : answer.words);
    if (answer.done) onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('desk.slate.choose')} closeButtonProps={{ 'aria-label': t('desk.close') }} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Text size="sm" mb="xs">
          {t('desk.picture.text')}
        </Text>
        <TextInput
          label={t('desk.picture.path')}
          data-testid="slate-path"
          data-autofocus
          value={picturePath}
          error={refused === null ? undefined : say(refused)}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button type="submit" data-testid="slate-keep" disabled={picturePath.trim() === ''} loading={choose.state === 'pending'}>
            {t('desk.picture.keep')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
