/** Whether a page or worker still lives. A dead one may go on thinking, but it has no hands: nothing it does gets out. */

export class Life {
  alive = true;
  private readonly ends: (() => void)[] = [];
  /** Resolves when it dies. */
  readonly over: Promise<void>;

  constructor() {
    this.over = new Promise((resolve) => this.ends.push(resolve));
  }

  /** Do this when it dies. */
  atEnd(work: () => void): void {
    this.ends.push(work);
  }

  end(): void {
    if (!this.alive) return;
    this.alive = false;
    for (const work of this.ends) work();
  }

  /** The same promise, which never settles once it is dead. */
  guard<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      work.then(
        (value) => this.alive && resolve(value),
        (error: unknown) => this.alive && reject(error),
      );
    });
  }
}

export const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
