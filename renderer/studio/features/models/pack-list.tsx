/** Engine packs: what they are for, what they take, and one button to install, stop, go on or remove. */
import { Button, Progress } from '@mantine/core';
import type { DoneView, PackView } from '../../../../main/api/contract/engines.ts';
import { cancelPack, installPack, removePack } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatMegabytes } from '../../ui/format.ts';
import classes from './models.module.css';

export function PackList() {
  const { packs } = useSnapshot().models;
  const { t } = useSpeech();
  if (packs.length === 0) return null;
  return (
    <section className={classes['inset']} aria-label={t('models.packs')}>
      <strong>{t('models.packs')}</strong>
      {packs.map((pack) => (
        <PackRow key={pack.packId} pack={pack} />
      ))}
    </section>
  );
}

function PackRow({ pack }: { readonly pack: PackView }) {
  const { t, say } = useSpeech();
  const [, setReport] = useReport();
  const install = useAction(installPack);
  const cancel = useAction(cancelPack);
  const remove = useAction(removePack);
  const tell = (answer: DoneView | null): void => {
    if (answer?.done === false) setReport({ level: 'error', message: answer.words });
  };
  const { packId, license, version, doneBytes, downloadBytes, state } = pack;
  const [done, size] = [formatMegabytes(doneBytes), formatMegabytes(downloadBytes)];
  const begun = doneBytes > 0;
  return (
    <div className={classes['choice']} data-testid={`pack-${packId}`} data-state={state}>
      <div className={classes['words']}>
        {say(pack.title)}
        <div className={classes['sub']}>{say(pack.summary)}</div>
        {state === 'installing' ? (
          <>
            <Progress value={(100 * doneBytes) / Math.max(1, downloadBytes)} aria-label={say(pack.title)} mt={4} />
            <div className={`${classes['sub']} figure`}>
              {doneBytes < downloadBytes ? t('models.pack.progress', { done, size }) : t('models.pack.unpacking')}
            </div>
          </>
        ) : (
          <div className={classes['sub']}>
            {state === 'installed'
              ? t('models.pack.installed', { version, license })
              : t(begun ? 'models.pack.resume' : 'models.pack.facts', { done, size, license })}
          </div>
        )}
        {pack.message && state !== 'installing' && (
          <div className={classes['fault']} role="alert">
            {say(pack.message)}
          </div>
        )}
        {state === 'installed' && pack.parts.length > 0 && (
          <div className={classes['actions']}>
            {pack.parts.map((part) =>
              part.state === 'installed' ? (
                <span key={part.partId} className={classes['sub']}>
                  {t('models.pack.part.installed', { name: say(part.title) })}
                </span>
              ) : (
                <Button
                  key={part.partId}
                  size="compact-xs"
                  variant="subtle"
                  data-testid={`pack-part-${part.partId}`}
                  onClick={() => void install.run(packId, part.partId).then(tell)}
                >
                  {t('models.pack.part', { name: say(part.title), size: formatMegabytes(part.downloadBytes) })}
                </Button>
              ),
            )}
          </div>
        )}
      </div>
      {state === 'installing' ? (
        <Button size="compact-xs" variant="light" color="gray" data-testid="pack-stop" onClick={() => void cancel.run(packId).then(tell)}>
          {t('models.pack.stop')}
        </Button>
      ) : state === 'installed' ? (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          data-testid="pack-remove"
          onClick={() => void remove.run(packId).then(tell)}
        >
          {t('models.pack.remove')}
        </Button>
      ) : (
        <Button size="compact-xs" data-testid="pack-install" onClick={() => void install.run(packId).then(tell)}>
          {t(begun ? 'models.pack.continue' : 'models.pack.install')}
        </Button>
      )}
    </div>
  );
}
