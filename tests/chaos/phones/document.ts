/** As much of a document as the client's modules need on a page that shows nothing: #boot, and ears. */

/** The elements' classes: only there to be compared with. */
export class Element {
  dataset: Record<string, string> = {};
  hidden = false;
}
export class HTMLElement extends Element {}

/** A form that is handed in: what was put in it, and a word when it goes. */
export class HTMLFormElement extends HTMLElement {
  readonly fields: Record<string, string> = {};

  constructor(private readonly gone: () => void = () => undefined) {
    super();
  }
  append(field: { name: string; value: string }): void {
    this.fields[field.name] = field.value;
  }
  submit(): void {
    this.gone();
  }
}

class DocumentFragment {
  textContent = '';
  firstElementChild = null;
  childElementCount = 0;
}

export interface Page extends EventTarget {
  documentElement: HTMLElement;
}

/** @param boot the text of #boot: who the server says has this page */
export function documentWith(boot: unknown): Page {
  return Object.assign(new EventTarget(), {
    documentElement: Object.assign(new HTMLElement(), { lang: 'nl' }),
    hidden: false,
    getElementById: (id: string) => (id === 'boot' && boot ? { textContent: JSON.stringify(boot) } : null),
    querySelector: () => null,
    querySelectorAll: () => [],
    createElement: () => new HTMLElement(),
    createTreeWalker: () => ({ nextNode: () => false }),
  });
}

export const classes = {
  Element,
  HTMLElement,
  HTMLFormElement,
  HTMLButtonElement: class extends HTMLElement {},
  HTMLInputElement: class extends HTMLElement {},
  HTMLTextAreaElement: class extends HTMLElement {},
  DocumentFragment,
  NodeFilter: { SHOW_TEXT: 4 },
};
