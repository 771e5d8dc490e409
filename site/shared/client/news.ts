/** The version whose news the reader has taken away; it says nothing about the reader. */
const KEY = 'foresite-news'

/** Hides the line about what is new where it was taken away before, or now; its room stays. */
export function watchNews(root: Document): void {
  const line = root.querySelector<HTMLElement>('[data-news]')
  if (!line) return
  const { news = '' } = line.dataset
  const hide = () => line.classList.add('read')
  if (stored() === news) hide()
  line.querySelector('button')?.addEventListener('click', () => {
    hide()
    root.querySelector<HTMLElement>('main')?.focus()
    try {
      localStorage.setItem(KEY, news)
    } catch {
      // A browser that keeps nothing shows the line again next time.
    }
  })
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
