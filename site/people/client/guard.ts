import { hideExpired } from './expiry.ts'

/*
 * A page about people is never shown from the browser's memory: on back or forward it is emptied at once and
 * asked for again, so that the server decides (and logs) anew who may see it.
 */
addEventListener('pageshow', event => {
  if (!event.persisted) return
  document.body.replaceChildren()
  location.reload()
})

hideExpired(document, new Date())
