/** A host that can't do what was asked. The message is a code with interface words: `trouble.<code>`. */
export class HostError extends Error {
  constructor(message, { retry = false } = {}) {
    super(message);
    this.retry = retry;
  }
}
