/** What no further attempt will mend: the message goes to the dead letters without a wait. */
export class PermanentError extends Error {}
