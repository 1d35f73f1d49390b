// Runs asynchronous tasks one after the other.

/** Runs tasks in the order in which they were added. Each starts when the one before it has succeeded or failed. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
