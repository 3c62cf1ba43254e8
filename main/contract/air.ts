/** Where a show stands between "off" and the audience, and the pictures that may stand in for the programme. */
export const slateIds = ['starting-soon', 'back-soon', 'own'] as const;
/** 'own': the streamer's picture. */
export type SlateId = (typeof slateIds)[number];

export const airPhases = ['off', 'starting', 'rehearsing', 'live', 'slate', 'panic', 'stopping'] as const;
/** 'slate' and 'panic' by command; a slate because the programme is missing is told by the source. */
export type AirPhase = (typeof airPhases)[number];

export const audiences = ['rehearsal', 'platforms'] as const;
/** 'rehearsal': everything runs but nothing goes to a platform. */
export type Audience = (typeof audiences)[number];

export interface Air {
  readonly phase: AirPhase;
  readonly audience: Audience;
  /** The slate by command; in panic the one that was on before it. */
  readonly slate: SlateId | null;
}
