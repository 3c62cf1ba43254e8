/** The faces as a row of cards of which one is chosen; arrows move the choice. The one that is loading says so. */
import { Loader } from '@mantine/core';
import { IconUserCircle } from '@tabler/icons-react';
import type { ChoiceView } from '../../../../main/api/contract/engines.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './welcome.module.css';

interface FaceChoiceProps {
  readonly faces: readonly ChoiceView[];
  readonly chosen: string | null;
  /** On its way onto the stage. */
  readonly loading: string | null;
  readonly disabled: boolean;
  /** Address of a face's picture by its choice. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly onChoose: (choiceId: string) => void;
}

export function FaceChoice({ faces, chosen, loading, disabled, pictures, onChoose }: FaceChoiceProps) {
  const { t, say } = useSpeech();
  return (
    <div className={classes['faces']} role="radiogroup" aria-label={t('welcome.face')}>
      {faces.map((face) => (
        <label key={face.choiceId} className={classes['face']} data-testid={`welcome-face-${face.choiceId}`}>
          <input
            type="radio"
            name="welcome-face"
            value={face.choiceId}
            checked={face.choiceId === chosen}
            disabled={disabled && face.choiceId !== chosen}
            onChange={() => onChoose(face.choiceId)}
          />
          {pictures.has(face.choiceId) ? (
            <img src={pictures.get(face.choiceId)} alt="" width={56} height={56} />
          ) : (
            <IconUserCircle size={40} stroke={1.2} aria-hidden />
          )}
          <span className={classes['face-name']}>{say(face.title).replace(/^[^:：]+[:：]\s*/, '')}</span>
          {face.choiceId === loading && <Loader size={14} className={classes['face-busy'] ?? ''} aria-hidden />}
        </label>
      ))}
    </div>
  );
}
