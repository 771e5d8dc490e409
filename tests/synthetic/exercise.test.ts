import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { EXERCISE_SQUARES, placesExercise } from '../../site/areas/words/exercise.ts'
import { EXERCISE_PEOPLE, EXERCISE_RULES, peopleExercise } from '../../site/people/words/exercise.ts'
import { exercisePeople, exerciseSquares, exerciseWorld, plantedPeople, plantedSquares } from './planted.ts'

const folder = mkdtempSync(join(tmpdir(), 'exercise-'))
afterAll(() => rmSync(folder, { recursive: true }))
const world = await exerciseWorld()

describe('the exercise on places', () => {
  it('shows what the generator made and was told, to the last number', async () => {
    expect(exerciseSquares(await plantedSquares(world, folder))).toEqual(EXERCISE_SQUARES)
  })

  it('answers from the truth: where to look, what was planted, how often nothing happens', () => {
    const [choose, flares, none, patrols, geocode] = placesExercise(EXERCISE_SQUARES).tasks
    const byTruth = [...EXERCISE_SQUARES].sort((a, b) => b.truth - a.truth).map(({ letter }) => letter)
    expect(choose!.answer).toContain(`are ${byTruth[0]}, ${byTruth[1]} and ${byTruth[2]}.`)
    for (const { letter, planted } of EXERCISE_SQUARES) {
      expect(flares!.answer.includes(`${letter}: `), letter).toBe(planted === 'flare-up')
      expect(geocode!.answer.includes(`It is ${letter},`), letter).toBe(planted === 'default geocode')
    }
    const chances = EXERCISE_SQUARES.map(({ truth }) => Math.exp(-truth))
    expect(none!.answer).toContain(`about ${Math.round(chances.reduce((a, b) => a + b))} of the ten`)
    expect(patrols!.asks).toContain(`that ${byTruth[0]} was patrolled`)
  })
})

describe('the exercise on people', () => {
  it('shows what the generator made and was told, to the last number', () => {
    expect(exercisePeople(plantedPeople(world))).toEqual(EXERCISE_PEOPLE)
    const { highCut, halfLifeYears } = world.setting
    expect(EXERCISE_RULES).toEqual({ highCut: Math.round(highCut), halfLifeYears })
  })

  it('answers from the truth: who became high harm, and how many were to be expected', () => {
    const [choose, sum] = peopleExercise(EXERCISE_PEOPLE).tasks
    const top = [...EXERCISE_PEOPLE].sort((a, b) => b.chance - a.chance).slice(0, 5)
    expect(choose!.answer).toContain(`: ${top.filter(({ happened }) => happened).length} of these five`)
    const expected = EXERCISE_PEOPLE.reduce((total, { chance }) => total + chance, 0)
    expect(sum!.answer).toContain(`${expected.toFixed(1)} on average`)
    expect(sum!.answer).toContain(`as ${EXERCISE_PEOPLE.filter(({ happened }) => happened).length}:`)
  })
})
