/** Text that is HTML already. */
export interface Html {
  readonly html: string
}
type Part = string | number | null | undefined | false | Html | readonly Html[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML shows it. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (it) => ESCAPES[it]!)

/** A template of HTML: whatever is put in is escaped, unless it is HTML itself; null and false leave nothing. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.map((text, i) => text + (i < parts.length ? one(parts[i]) : '')).join(''),
})

function one(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  if ('html' in part) return part.html
  return part.map((it) => it.html).join('')
}

/** Takes text that is known to be HTML, CSS or a script of ours. */
export const trusted = (text: string): Html => ({ html: text })

/** A value for a script to read; no text in it can end the element that holds it. */
export const json = (value: unknown): Html => trusted(JSON.stringify(value).replaceAll('<', '\\u003c'))
