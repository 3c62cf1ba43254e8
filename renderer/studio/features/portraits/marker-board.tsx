/** The picture with its markers: lines of the face, and handles that are dragged or moved by keyboard. */
import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { FoundFaceView } from '../../../../main/api/contract/portraits.ts';
import type { Crop } from '../../../../main/contract/face-crop.ts';
import { handlesOf, moveHandle, type FaceMarkers, type Handle, type Line, type Spot } from '../../../../main/contract/face-handles.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { arrowOf } from './arrow-keys.ts';
import type { Part } from './board-view.ts';
import { CropFrame } from './crop-frame.tsx';
import classes from './portraits.module.css';

interface MarkerBoardProps {
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  readonly markers: FaceMarkers;
  readonly part: Part;
  /** null: the whole picture stands in the show. */
  readonly crop: Crop | null;
  /** A data: URL, opaque where the person is: what lies beyond is not shown. null: the picture as it is. */
  readonly person: string | null;
  /** More than one: numbered on the picture. */
  readonly faces: readonly FoundFaceView[];
  readonly onChange: (markers: FaceMarkers) => void;
  readonly onCrop: (crop: Crop) => void;
}

/** Of the part that is shown. */
const step = 0.004;
const largeStep = 0.02;

export function MarkerBoard({ picture, width, height, markers, part, crop, person, faces, onChange, onCrop }: MarkerBoardProps) {
  const { t } = useSpeech();
  const board = useRef<HTMLDivElement>(null);
  const aspect = width / height;
  const partAspect = (part.width * width) / (part.height * height);

  const spotOf = (event: PointerEvent): Spot | null => {
    const box = board.current?.getBoundingClientRect();
    if (!box) return null;
    return [
      part.x + ((event.clientX - box.left) / box.width) * part.width,
      part.y + ((event.clientY - box.top) / box.height) * part.height,
    ];
  };
  const drag = (event: PointerEvent<HTMLButtonElement>, { id }: Handle): void => {
    const spot = event.currentTarget.hasPointerCapture(event.pointerId) ? spotOf(event) : null;
    if (spot) onChange(moveHandle(markers, id, spot, aspect));
  };
  const onKey = (event: KeyboardEvent, { id, at }: Handle): void => {
    const way = arrowOf(event);
    if (!way) return;
    const by = event.shiftKey ? largeStep : step;
    // the same distance in both directions
    onChange(moveHandle(markers, id, [at[0] + way[0] * by * part.width, at[1] + way[1] * by * part.height * partAspect], aspect));
  };
  const path = (line: Line): string => line.map(([x, y]) => `${x * width},${y * height}`).join(' ');
  const { eyes, brows, mouth, jaw, nose } = markers;

  return (
    <div
      ref={board}
      className={classes['board']}
      role="group"
      aria-label={t('portraits.board')}
      data-testid="marker-board"
      style={{ aspectRatio: partAspect, maxWidth: `calc(var(--board-height) * ${partAspect})` }}
    >
      <div
        className={classes['sheet']}
        style={{
          width: `${100 / part.width}%`,
          height: `${100 / part.height}%`,
          left: `${(-part.x / part.width) * 100}%`,
          top: `${(-part.y / part.height) * 100}%`,
        }}
      >
        <img
          src={picture}
          alt=""
          draggable={false}
          className={classes['picture']}
          style={person === null ? undefined : { maskImage: `url(${person})`, maskSize: '100% 100%' }}
        />
        <svg className={classes['lines']} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
          {faces.length > 1 &&
            faces.map(({ markers: { face } }, n) => (
              <g key={`${face.x} ${face.y}`}>
                <rect
                  className={classes['other']}
                  x={face.x * width}
                  y={face.y * height}
                  width={face.width * width}
                  height={face.height * height}
                />
                <text className={classes['number']} x={face.x * width} y={face.y * height} fontSize={height * part.height * 0.05}>
                  {n + 1}
                </text>
              </g>
            ))}
          {crop !== null && (
            <path
              className={classes['crop']}
              d={`M0 0H${width}V${height}H0Z M${crop.x * width} ${crop.y * height}h${crop.size * height}v${crop.size * height}h${-crop.size * height}z`}
            />
          )}
          {[jaw, ...brows, ...eyes.flatMap(({ upper, lower }) => [upper, lower]), ...Object.values(mouth), [nose.tip, nose.base]].map(
            (line, n) => (
              // oxlint-disable-next-line react/no-array-index-key -- the lines of a face have no other name, and their order never changes
              <g key={n}>
                <polyline className={classes['line-ground']} points={path(line)} />
                <polyline className={classes['line']} points={path(line)} />
              </g>
            ),
          )}
        </svg>
        {crop !== null && <CropFrame crop={crop} aspect={aspect} spotOf={spotOf} onChange={onCrop} />}
        {handlesOf(markers).map((handle) => {
          const [x, y] = handle.at;
          const at = { x: (x * 100).toFixed(1), y: (y * 100).toFixed(1) };
          const name = t(`portraits.handle.${handle.id}`);
          return (
            <button
              key={handle.id}
              type="button"
              className={classes['handle']}
              data-testid={`handle-${handle.id}`}
              data-whole={handle.id === 'face'}
              title={name}
              aria-label={t('portraits.handle.at', { name, ...at })}
              style={{ left: `${at.x}%`, top: `${at.y}%` }}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
              onPointerMove={(event) => drag(event, handle)}
              onKeyDown={(event) => onKey(event, handle)}
            />
          );
        })}
      </div>
    </div>
  );
}
