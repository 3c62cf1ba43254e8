/** What may be done with a saved portrait in the list: edit it, or remove it after asking once more. */
import { useState } from 'react';
import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import type { PortraitDraft } from '../../../../main/api/contract/portraits.ts';
import { openPortrait, removePortrait } from '../../bridge/asks.ts';
import { useAction, useReport } from '../../bridge/studio-context.tsx';
import { useSpeech, wordsFor } from '../../i18n/language.tsx';
import classes from './portraits.module.css';

interface OwnPortraitProps {
  readonly choiceId: string;
  readonly name: string;
  readonly onDraft: (draft: PortraitDraft) => void;
}

export function OwnPortrait({ choiceId, name, onDraft }: OwnPortraitProps) {
  const { t } = useSpeech();
  const [, setReport] = useReport();
  const [asking, setAsking] = useState(false);
  const open = useAction(openPortrait);
  const remove = useAction(removePortrait);

  const edit = async (): Promise<void> => {
    const answer = await open.run(choiceId);
    if (answer?.done) onDraft(answer.draft);
    else if (answer) setReport({ level: 'error', message: answer.words });
  };
  const removeNow = async (): Promise<void> => {
    setAsking(false);
    const answer = await remove.run(choiceId);
    if (answer?.done) setReport({ level: 'info', message: wordsFor('portraits.removed', { title: name }) });
    else if (answer) setReport({ level: 'error', message: answer.words });
  };

  if (asking)
    return (
      <div className={classes['row']} role="alertdialog" aria-label={t('portraits.remove.sure')}>
        <span className={classes['note']}>{t('portraits.remove.sure')}</span>
        <Button size="compact-xs" color="signal" data-testid="portrait-remove-yes" onClick={() => void removeNow()}>
          {t('portraits.remove.yes')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" data-autofocus onClick={() => setAsking(false)}>
          {t('portraits.remove.no')}
        </Button>
      </div>
    );
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('portraits.edit.named', { name })}
        title={t('portraits.edit.named', { name })}
        data-testid={`portrait-edit-${choiceId}`}
        loading={open.state === 'pending'}
        onClick={() => void edit()}
      >
        <IconPencil size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('portraits.remove.named', { name })}
        title={t('portraits.remove.named', { name })}
        data-testid={`portrait-remove-${choiceId}`}
        onClick={() => setAsking(true)}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </>
  );
}
