/** Results in the order of the file, whatever order they come in. */
export interface InOrder<Result> {
  /** Resolves once the call is not too far ahead of the slowest one. */
  readonly room: (call: number) => Promise<void>;
  /** Takes the result of a call; undefined where it has none. */
  readonly put: (call: number, result: Result | undefined) => Promise<void>;
  /** Makes room for all who wait, because nothing is begun any more. */
  readonly release: () => void;
}

/**
 * @param most how many calls may be ahead of the slowest one: their results are held until it is there
 * @param emit takes the results in order, each with the number of its call
 */
export function openInOrder<Result>(
  most: number,
  emit: (result: Result, call: number) => Promise<void>,
): InOrder<Result> {
  const held = new Map<number, Result | undefined>();
  let next = 1;
  let isReleased = false;
  let waiting: (() => void)[] = [];
  let emitting: Promise<void> = Promise.resolve();

  function wake(): void {
    const woken = waiting;
    waiting = [];
    for (const each of woken) {
      each();
    }
  }

  async function emitHeld(): Promise<void> {
    while (held.has(next)) {
      const call = next;
      const result = held.get(call);
      held.delete(call);
      next += 1;
      if (result !== undefined) {
        await emit(result, call);
      }
    }
    wake();
  }

  return {
    room: async (call) => {
      const hasRoom = (): boolean => isReleased || call < next + most;
      while (!hasRoom()) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
    put: async (call, result) => {
      held.set(call, result);
      emitting = emitting.then(emitHeld);
      await emitting;
    },
    release: () => {
      isReleased = true;
      wake();
    },
  };
}
