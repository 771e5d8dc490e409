import { watchAge } from './age.ts'
import { keepFilters } from './keep.ts'
import { watchWeek } from './week.ts'

keepFilters(document)
watchAge(document)
watchWeek(document)
