/** What comes in time (ms); nothing for what fails or comes later. WebKit's `open` of a database may hang for ever. */
export const soon = <T>(work: Promise<T>, ms: number): Promise<T | undefined> =>
  Promise.race([work.catch(() => undefined), new Promise<undefined>((resolve) => setTimeout(resolve, ms, undefined))]);
