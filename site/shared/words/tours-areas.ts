import type { Tour } from './tour.ts'

/** The tours of the areas product. */
export const AREAS_TOURS: readonly Tour[] = [
  {
    id: 'analyst',
    role: 'Analyst',
    aim: 'You can say where, how many and how sure, and why a square stands where it does.',
    steps: [
      {
        page: '/',
        part: '.brief .map-frame',
        title: 'Where',
        text:
          'Each square has a number: the offences expected there in the next four weeks. The darker the ' +
          'square, the more. The heavy line holds the first 2% of the area. The table beside it says the ' +
          'same in words and numbers.',
      },
      {
        page: '/:target/',
        part: '.controls',
        title: 'Choose what you look at',
        text:
          'Find a place, or pick a district, another map layer or an area budget. The map, the counts, the ' +
          'list and each export then follow your choice. The address of the page keeps it.',
      },
      {
        page: '/:target/',
        part: '.squares-table thead',
        title: 'The chance comes first',
        text:
          'P(1+) is the chance of at least one offence in four weeks. Compare it with the average square. ' +
          'A high place in the list can still mean that nothing will happen.',
      },
      {
        page: '/:target/',
        part: '#cell',
        title: 'Why here',
        text:
          'The parts add up to the expected number. Below them stands what was recorded. Keep the two ' +
          'apart: one is a prediction, the other a fact.',
      },
      {
        page: '/explore/',
        part: '#explore > .controls',
        title: 'Ask your own question',
        text:
          'Ten years of recorded offences. Draw on the map or on the hours, and all the views follow. ' +
          'Before you call two sets different, compare them: most changes are ordinary.',
      },
      {
        page: '/evidence/',
        part: '.evidence > h2',
        title: 'How good is it?',
        text:
          'Past forecasts beside simple maps that need no model. If a simple map did as well, it says so ' +
          'here. Quote this page when somebody asks you how far to trust the map.',
      },
    ],
  },
  {
    id: 'chair',
    role: 'Tasking chair',
    aim: 'You can lead a meeting from the six pages and ask for patrols that can be judged later.',
    steps: [
      {
        page: '/',
        part: '.brief .sentences',
        title: 'Three sentences to decide by',
        text:
          'How many are expected and how sure that is, where most of them are, and what changed. A card ' +
          'says more, about the same or fewer than usual. With too few records there is no card.',
      },
      {
        page: '/',
        part: '.brief .sure',
        title: 'How sure',
        text:
          'How often past totals fell within their interval, and what share of offences the first squares ' +
          'held. If the first 2% held 16%, then 84% happened somewhere else.',
      },
      {
        page: '/tasking/#2',
        part: '.wall.shown tbody tr:first-child',
        title: 'The first squares on the wall',
        text:
          'Arrow keys turn the six pages. The squares are 500 to 1,000 m wide: too large for a patrol. ' +
          'Open a square and its patrol sheet for the streets.',
      },
      {
        page: '/tasking/#5',
        part: '.wall.shown thead',
        title: 'Decide, and write it down',
        text:
          'Ask for short visits at times that change, and for a task with a name to it. This page is ' +
          'filled in by hand and printed. It never gives grounds to stop or search anyone.',
      },
      {
        page: '/patrols/',
        part: '#effect',
        title: 'Did it work?',
        text:
          'Minutes planned and delivered, and how patrolled squares did beside those that were not. ' +
          'Often the honest answer is that nobody can tell. Fewer offences alone are no proof.',
      },
      {
        page: '/evidence/',
        part: '.evidence > h2',
        title: 'Before you rely on it',
        text:
          'Each week the forecast is set beside the best simple map. If a red line is crossed, a notice ' +
          'asks for a review. Until then, put less weight on the numbers.',
      },
    ],
  },
]
