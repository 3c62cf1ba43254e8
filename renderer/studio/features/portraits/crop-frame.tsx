/** The crop on the picture: a frame that is moved by its middle handle and sized by its corners, by mouse or keyboard, within the picture. */
import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { IconArrowsMove } from '@tabler/icons-react';
import { cornerOf, cropCorners, dragCorner, moveCrop, sizeCrop, type Crop, type CropCorner } from '../../../../main/contract/face-crop.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { arrowOf } from './arrow-keys.ts';
import classes from './portraits.module.css';

interface CropFrameProps {
  readonly crop: Crop;
  /** Width / height of the picture. */
  readonly aspect: number;
  /** Where on the picture a pointer is; null: the board is not there. */
  readonly spotOf: (event: PointerEvent) => readonly [number, number] | null;
  readonly onChange: (crop: Crop) => void;
}

/** Of the crop's side. */
const step = 0.01;
const largeStep = 0.05;

export function CropFrame({ crop, aspect, spotOf, onChange }: CropFrameProps) {
  const { t } = useSpeech();
  const { x, y, size } = crop;
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  const where = { x: (x * 100).toFixed(0), y: (y * 100).toFixed(0), size: (size * 100).toFixed(0) };

  /** Where the handle was taken hold of, beside the spot that it stands for. */
  const grip = useRef<readonly [number, number]>([0, 0]);
  const hold = (event: PointerEvent<HTMLButtonElement>, at: readonly [number, number]): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const spot = spotOf(event) ?? at;
    grip.current = [spot[0] - at[0], spot[1] - at[1]];
  };
  const drag = (event: PointerEvent<HTMLButtonElement>, to: (spot: readonly [number, number]) => Crop): void => {
    const spot = event.currentTarget.hasPointerCapture(event.pointerId) ? spotOf(event) : null;
    if (spot) onChange(to([spot[0] - grip.current[0], spot[1] - grip.current[1]]));
  };
  const onKey = (event: KeyboardEvent, to: (way: readonly [number, number], by: number) => Crop): void => {
    const way = arrowOf(event);
    if (way) onChange(to(way, event.shiftKey ? largeStep : step));
  };
  // out is larger, whichever corner it is
  const grow = (corner: CropCorner, [right, down]: readonly [number, number], by: number): Crop => {
    const out = right * (corner.endsWith('e') ? 1 : -1) + down * (corner.startsWith('s') ? 1 : -1);
    return sizeCrop(crop, size * (1 + out * by * 2), aspect);
  };

  return (
    <>
      <button
        type="button"
        className={classes['crop-move']}
        data-testid="crop-move"
        title={t('portraits.crop.move')}
        aria-label={t('portraits.crop.at', { name: t('portraits.crop.move'), ...where })}
        style={{ left: percent(x + size / aspect / 2), top: percent(y) }}
        onPointerDown={(event) => hold(event, [x, y])}
        onPointerMove={(event) => drag(event, ([toX, toY]) => moveCrop(crop, toX - x, toY - y, aspect))}
        onKeyDown={(event) => onKey(event, ([right, down], by) => moveCrop(crop, (right * by * size) / aspect, down * by * size, aspect))}
      >
        <IconArrowsMove size={16} aria-hidden />
      </button>
      {cropCorners.map((corner) => {
        const [left, top] = cornerOf(crop, corner, aspect);
        const name = t(`portraits.crop.${corner}`);
        return (
          <button
            key={corner}
            type="button"
            className={classes['crop-corner']}
            data-corner={corner}
            data-testid={`crop-${corner}`}
            title={name}
            aria-label={t('portraits.crop.at', { name, ...where })}
            style={{ left: percent(left), top: percent(top) }}
            onPointerDown={(event) => hold(event, [left, top])}
            onPointerMove={(event) => drag(event, (spot) => dragCorner(crop, corner, spot, aspect))}
            onKeyDown={(event) => onKey(event, (way, by) => grow(corner, way, by))}
          />
        );
      })}
    </>
  );
}
