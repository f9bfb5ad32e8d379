/** A button beside a field that copies what stands in it. Hidden where a browser cannot. */

export function listenToCopy(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
    const field = document.getElementById(button.dataset['copy'] ?? '');
    if (!(field instanceof HTMLInputElement) || !navigator.clipboard) continue;
    field.readOnly = true;
    button.hidden = false;
    button.addEventListener('click', () => {
      field.select();
      void navigator.clipboard.writeText(field.value).then(() => said(button), () => undefined);
    });
  }
}

function said(button: HTMLElement): void {
  const place = button.closest('section')?.querySelector<HTMLElement>('[data-copied]');
  if (place) place.textContent = place.dataset['copied'] ?? '';
}
