/**
 * A problem-solving task to begin with, by the kind of venue where most offences were recorded: what is known
 * to help beside being seen. A sergeant may write another.
 */
const TASKS: Readonly<Record<string, string>> = {
  street:
    'Walk the routes through the area; note dark, hidden or broken spots and report them to the council.',
  licensed: 'Call on the licensed premises; agree on door staff, closing times and the way home.',
  retail: 'Call on the shops; ask when groups gather, and look at cameras and sight lines together.',
  school: 'Speak with the school about the way home; be there when pupils leave.',
  transport: 'Speak with the transport operator; look at the stops, their light and their cameras.',
  hospital: 'Speak with the hospital\u2019s security and the violence reduction worker.',
}
const OTHER = 'Speak with people who live and work here; write down what they say would help.'

/** The task for a venue. @example taskOf('dwelling') // what helps anywhere */
export const taskOf = (venue: string | undefined): string =>
  (venue === undefined ? undefined : TASKS[venue]) ?? OTHER
