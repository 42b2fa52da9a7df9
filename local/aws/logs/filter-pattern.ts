import { invalid } from './groups.ts'
import { jsonPattern, type Matches } from './json-pattern.ts'

const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y

/**
 * A filter pattern of terms (`ERROR`, `"two words"`, `-not`, `?one ?other`) or of JSON (`{ $.level = "ERROR" }`).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): Matches {
  const text = pattern.trim()
  if (text.startsWith('{')) return jsonPattern(text)
  if (/^[[%]/.test(text))
    throw invalid(`Invalid filter pattern '${text}': terms and JSON are served here, no columns and no regex`)
  return termPattern(text)
}

function termPattern(text: string): Matches {
  const terms = termsOf(text)
  const of = (sign: string) => terms.filter((it) => it.sign === sign).map((it) => it.term)
  const [all, any, none] = [of(''), of('?'), of('-')]
  return (message) => {
    const has = (term: string) => message.includes(term)
    // alternatives beside a term that must be there say nothing more
    const one = all.length > 0 || any.length === 0 || any.some(has)
    return all.every(has) && !none.some(has) && one
  }
}

function termsOf(text: string) {
  const terms: { readonly sign: string; readonly term: string }[] = []
  TERM.lastIndex = 0
  while (TERM.lastIndex < text.length) {
    const found = TERM.exec(text)
    if (!found) throw invalid(`Invalid filter pattern '${text}': a quotation mark is not closed`)
    const [, sign = '', quoted, word] = found
    terms.push({ sign, term: quoted?.replaceAll(/\\(.)/g, '$1') ?? word! })
  }
  return terms
}
