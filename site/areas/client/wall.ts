import { watchAge } from '../../shared/client/age.ts'
import { watchTours } from '../../shared/client/tour.ts'
import { startKiosk } from './kiosk.ts'
import { startPages } from './wall-pages.ts'

watchAge(document)
const pages = startPages(document)
startKiosk(document, pages)
watchTours(document)
document.querySelector('[data-print]')?.addEventListener('click', () => window.print())
