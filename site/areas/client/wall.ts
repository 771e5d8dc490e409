import { watchAge } from '../../shared/client/age.ts'
import { watchTours } from '../../shared/client/tour.ts'
import { watchWeek } from '../../shared/client/week.ts'
import { startKiosk } from './kiosk.ts'
import { startPages } from './wall-pages.ts'

watchAge(document)
watchWeek(document)
const pages = startPages(document)
startKiosk(document, pages)
watchTours(document)
document.querySelector('[data-print]')?.addEventListener('click', () => window.print())
