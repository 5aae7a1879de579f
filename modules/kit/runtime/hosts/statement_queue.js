/** Statements on their way to the LRS, in the order in which things happened. */

export class StatementQueue {
  #lrs;
  #waiting = []; // [statement, what to do when it is recorded]
  #underWay = 0; // of those, from the first on
  #turn = Promise.resolve();

  constructor(lrs) {
    this.#lrs = lrs;
  }

  add(statement, recorded = () => {}) {
    this.#waiting.push([statement, recorded]);
  }

  /**
   * Send what waits, after what is being sent. What the LRS refuses for good goes: it would stand in the way of all
   * that follows.
   *
   * @throws {HostError} it can't be sent now; all is kept for the next time
   */
  deliver() {
    const done = this.#turn.then(() => this.#deliver());
    this.#turn = done.catch(() => {});
    return done;
  }

  async #deliver() {
    while (this.#waiting.length) {
      const batch = this.#waiting.slice();
      this.#underWay = batch.length;
      try {
        await this.#send(batch.map(([statement]) => statement));
      } finally {
        this.#underWay = 0;
      }
      this.#waiting.splice(0, batch.length);
      for (const [, recorded] of batch) recorded();
    }
  }

  /** Send what waits, and these after it, without waiting: the page goes away. */
  deliverLast(...last) {
    const rest = this.#waiting.slice(this.#underWay).map(([statement]) => statement);
    this.#lrs.sendLast([...rest, ...last]);
  }

  async #send(statements) {
    try {
      await this.#lrs.send(statements);
    } catch (error) {
      if (error.retry) throw error;
      // One that was recorded before (409) or that this platform does not want: the others still count.
      if (statements.length > 1) for (const one of statements) await this.#send([one]);
      else if (error.status === 401) throw error;
    }
  }
}
