/// <reference lib="dom" />

// uPlot formats numbers in the browser's language as it loads, and throws where that is no language tag
try {
  new Intl.NumberFormat(navigator.language)
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US' })
}

export {}
