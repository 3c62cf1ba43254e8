/** Branded ids. They are plain strings on every wire. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ShowId = Branded<'ShowId'>;
export type TurnId = Branded<'TurnId'>;
export type ClauseId = Branded<'ClauseId'>;
/** One loaded engine: from fork to observed exit. */
export type InstanceId = Branded<'InstanceId'>;
export type SlotId = Branded<'SlotId'>;
export type DestinationId = Branded<'DestinationId'>;

export const asShowId = (value: string): ShowId => value as ShowId;
export const asTurnId = (value: string): TurnId => value as TurnId;
export const asClauseId = (value: string): ClauseId => value as ClauseId;
export const asInstanceId = (value: string): InstanceId => value as InstanceId;
export const asSlotId = (value: string): SlotId => value as SlotId;
export const asDestinationId = (value: string): DestinationId => value as DestinationId;

/** The media server of this machine, which the preview plays from: no platform. */
export const localDestinationId = asDestinationId('local');

/** Grows by one with each cancel; everything queued carries the epoch that it was made in. */
export type Epoch = number;
