/** Whose work the studio stands on: the notice that ships with it, and the licence of each engine. */
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import notice from '../../../../NOTICE?raw';
import classes from './settings.module.css';

export function Licences() {
  const { choices } = useSnapshot().models;
  const { t, say } = useSpeech();
  return (
    <Panel title={t('licences.title')}>
      <p className={classes['text']}>{t('licences.text')}</p>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t('licences.engine')}</th>
            <th scope="col">{t('licences.licence')}</th>
          </tr>
        </thead>
        <tbody>
          {choices.map((choice) => (
            <tr key={choice.choiceId}>
              <td>{say(choice.title)}</td>
              <td>{choice.license}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <pre className={classes['notice']} lang="en" tabIndex={0} aria-label={t('licences.notice')}>
        {notice}
      </pre>
    </Panel>
  );
}
