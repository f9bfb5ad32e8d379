/** What is still missing in a note, as the name of the words that say so; the button is never disabled. */

export type Missing = 'missing-pupil' | 'missing-seen' | 'missing-text' | null;

export function missingIn(data: FormData): Missing {
  const has = (name: string): boolean => data.getAll(name).some((value) => typeof value === 'string' && value.trim() !== '');
  if (!has('pupil') && !has('first_name')) return 'missing-pupil';
  if (!has('signal') && !has('observation') && !has('interpretation')) return 'missing-seen';
  return null;
}

/** About whom: on the page of one child that is known, in the offline shell it is tapped. */
export const missingInTalk = (data: FormData): Missing => (data.get('pupil') ? null : 'missing-pupil');

export function missingInCorrection(data: FormData): Missing {
  const has = (name: string): boolean => `${data.get(name) ?? ''}`.trim() !== '';
  return has('observation') || has('interpretation') ? null : 'missing-text';
}
