/** Names of days and months, as they are shortened in writing. Data only. */
export const months: Readonly<Record<string, string>> = {
  jan: 'january',
  feb: 'february',
  mar: 'march',
  apr: 'april',
  may: 'may',
  jun: 'june',
  jul: 'july',
  aug: 'august',
  sep: 'september',
  sept: 'september',
  oct: 'october',
  nov: 'november',
  dec: 'december',
};
export const monthNames: readonly string[] = Array.from(new Set(Object.values(months)));

/** Also words: "the sun.", "the cat sat." */
export const dayWords: readonly string[] = ['Sun', 'Sat', 'Wed'];

export const days: Readonly<Record<string, string>> = {
  mon: 'monday',
  tue: 'tuesday',
  tues: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  thur: 'thursday',
  thurs: 'thursday',
  fri: 'friday',
  sat: 'saturday',
  sun: 'sunday',
};
