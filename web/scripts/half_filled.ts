/** Something typed or ticked that is not saved yet. */

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export const isTick = (field: Field): field is HTMLInputElement => field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type);

function isChanged(field: Field): boolean {
  if (field instanceof HTMLSelectElement || field.type === 'hidden' || !field.matches('input, textarea')) return false;
  return isTick(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

export function isHalfFilled(forms: HTMLFormElement[] = [...document.querySelectorAll<HTMLFormElement>('form:not([data-search])')]): boolean {
  return forms.some((form) => ([...form.elements] as Field[]).some(isChanged));
}
