import Type, { type Static } from 'typebox'

/** A note, as it is posted and as it lies in the queue; the id comes from whoever posts it, so that a repeat is no second note. */
export const Note = Type.Object({
  note_id: Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._:-]+$' }),
  text: Type.String({ minLength: 1, maxLength: 1000 }),
})
export type Note = Static<typeof Note>
