import { keepFilters } from './keep.ts'
import { checkWeek } from './week.ts'

keepFilters(document)
checkWeek(document)
