/** Where a picture comes in: dropped, pasted or chosen. What cannot be used is said here, and nothing is added. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button, Loader } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import type { PortraitDraft } from '../../../../main/api/contract/portraits.ts';
import { mostPictureBytes } from '../../../../main/contract/picture-limits.ts';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { readPicture } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech, wordsFor } from '../../i18n/language.tsx';
import { formatMegabytes } from '../../ui/format.ts';
import { fileToBase64 } from './file-to-base64.ts';
import classes from './portraits.module.css';

const kinds = 'image/png,image/jpeg,image/webp,image/gif';

export function PictureDrop({ onDraft }: { readonly onDraft: (draft: PortraitDraft) => void }) {
  const { t, say } = useSpeech();
  const [over, setOver] = useState(false);
  const [reading, setReading] = useState(false);
  const [problem, setProblem] = useState<UserMessage | null>(null);
  const { run } = useAction(readPicture);
  const input = useRef<HTMLInputElement>(null);

  const take = useCallback(
    async (file: File | undefined): Promise<void> => {
      setProblem(null);
      if (!file) return setProblem(wordsFor('portraits.no-file'));
      if (file.size > mostPictureBytes) return setProblem(wordsFor('portraits.too-large', { size: formatMegabytes(file.size) }));
      if (file.size === 0) return setProblem(wordsFor('portraits.no-file'));
      setReading(true);
      try {
        const answer = await run({ name: file.name, picture: await fileToBase64(file) });
        if (answer?.done) onDraft(answer.draft);
        else if (answer) setProblem(answer.words);
      } catch {
        setProblem(wordsFor('portraits.no-file'));
      } finally {
        setReading(false);
      }
    },
    [run, onDraft],
  );

  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      // a table's cells are on the clipboard as text and as a picture: into a field goes the text
      if (event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]') !== null) return;
      const file = event.clipboardData?.files[0];
      if (!file) return;
      event.preventDefault();
      void take(file);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [take]);

  return (
    <div className={classes['add']}>
      <p className={classes['note']}>{t('portraits.add.hint')}</p>
      <div
        className={classes['drop']}
        data-testid="picture-drop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          if (!reading) void take(event.dataTransfer.files[0]);
        }}
      >
        {reading ? (
          <div role="status" className={classes['reading']}>
            <Loader size="sm" aria-hidden /> {t('portraits.reading')}
          </div>
        ) : (
          <>
            <IconPhotoPlus size={28} stroke={1.5} className={classes['mark']} aria-hidden />
            <span>{t('portraits.drop')}</span>
            <Button size="compact-sm" variant="light" data-testid="choose-picture" onClick={() => input.current?.click()}>
              {t('portraits.choose')}
            </Button>
            <span className={classes['note']}>{t('portraits.drop.formats')}</span>
          </>
        )}
        <input
          ref={input}
          type="file"
          accept={kinds}
          hidden
          tabIndex={-1}
          aria-hidden
          data-testid="picture-input"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void take(file);
          }}
        />
      </div>
      {problem !== null && (
        <p role="alert" className={classes['problem']} data-testid="picture-problem">
          {say(problem)}
        </p>
      )}
    </div>
  );
}
