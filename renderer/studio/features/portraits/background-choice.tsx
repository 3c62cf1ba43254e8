/** What becomes of the background. The person is looked for when that is chosen; where it cannot be, the choice is off and the reason stands below. */
import { useState } from 'react';
import { Loader } from '@mantine/core';
import type { PortraitLook } from '../../../../main/api/contract/portraits.ts';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { findPerson } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { ChoiceGroup } from './choice-group.tsx';
import classes from './portraits.module.css';

const backgrounds = ['auto', 'keep', 'blur', 'cut', 'person'] as const;

interface BackgroundChoiceProps {
  readonly draftId: string;
  readonly value: PortraitLook['background'];
  /** The outline that was found; null: none yet. */
  readonly person: string | null;
  /** Why nobody can look for it; null: it can be looked for. */
  readonly off: UserMessage | null;
  readonly onChange: (background: PortraitLook['background']) => void;
  readonly onPerson: (person: string) => void;
}

export function BackgroundChoice({ draftId, value, person, off, onChange, onPerson }: BackgroundChoiceProps) {
  const { t, say } = useSpeech();
  const [problem, setProblem] = useState<UserMessage | null>(null);
  const find = useAction(findPerson);
  const finding = find.state === 'pending';
  // an outline that was kept is used whoever looks now
  const isOff = off !== null && person === null;

  const choose = async (background: PortraitLook['background']): Promise<void> => {
    setProblem(null);
    if (background !== 'person' || person !== null) return onChange(background);
    const answer = await find.run(draftId);
    if (answer === null) return;
    if (!answer.done) return setProblem(answer.words);
    onPerson(answer.person);
    onChange('person');
  };

  return (
    <ChoiceGroup
      title={t('portraits.background')}
      testId="background"
      value={value}
      choices={backgrounds.map((one) => ({
        value: one,
        label: t(`portraits.background.${one}`),
        disabled: finding || (one === 'person' && isOff),
      }))}
      onChange={(one) => void choose(one)}
    >
      {finding && (
        <span role="status" className={classes['reading']} data-testid="person-finding">
          <Loader size="xs" aria-hidden /> {t('portraits.person.finding')}
        </span>
      )}
      {isOff && (
        <p className={classes['note']} data-testid="person-off">
          {say(off)}
        </p>
      )}
      {problem !== null && (
        <p role="alert" className={classes['problem']} data-testid="person-problem">
          {say(problem)}
        </p>
      )}
      {value === 'cut' && <p className={classes['note']}>{t('portraits.background.cut.hint')}</p>}
      {value === 'person' && (
        <p className={classes['note']} data-testid="person-found">
          {t('portraits.person.found')}
        </p>
      )}
    </ChoiceGroup>
  );
}
