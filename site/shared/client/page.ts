import { watchAge } from './age.ts'
import { keepFilters } from './keep.ts'
import { watchNews } from './news.ts'
import { watchTours } from './tour.ts'
import { watchWeek } from './week.ts'

keepFilters(document)
watchAge(document)
watchWeek(document)
watchNews(document)
watchTours(document)
