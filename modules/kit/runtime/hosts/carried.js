/** What came along from earlier sessions, after a change: an entry takes its place, null takes it away. */
export const changed = (carried, change) =>
  Object.fromEntries(Object.entries({ ...carried, ...change }).filter(([, entry]) => entry !== null));
