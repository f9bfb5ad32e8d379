/** Loads seal.js when a form is first touched: it is a quarter of all script, and most pages are only read. */

import type { envelope } from './seal';

declare const __SEAL__: string;
let loading: Promise<typeof envelope> | undefined;

/** What makes envelopes. A failed load is forgotten, so the next tap tries again. */
export function loadSeal(): Promise<typeof envelope> {
  loading ??= import(__SEAL__).then(
    (module: { envelope: typeof envelope }) => module.envelope,
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}
