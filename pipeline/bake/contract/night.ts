/** Hours of the night, local time: from 18:00 until before 06:00. The rest is the day. */
export const NIGHT = { from: 18, to: 6 } as const
