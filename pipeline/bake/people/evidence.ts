import { MIN_PEOPLE } from '../../evidence/people/fairness.ts'
import type { JudgedPeople } from '../../evidence/people/judge.ts'
import type { Force } from '../../force/schema.ts'
import { isoDate } from '../../lib/week.ts'
import { FairnessFile, PeopleEvidenceFile } from '../contract/people.ts'
import { BANDS, REASONS } from '../contract/vocabulary.ts'

/** The evidence file of judged people, checked against its schema. */
export function evidenceFile({ trained, evidence }: JudgedPeople, force: Force): PeopleEvidenceFile {
  const { heldOut, leak, crossed } = evidence
  return PeopleEvidenceFile.parse({
    kind: 'people-evidence',
    judgedOn: heldOut && isoDate(heldOut.heldOut.day),
    horizonWeeks: force.harm.transitionWeeks,
    baseRate: trained.baseRate,
    quality: heldOut?.quality ?? null,
    baselines: heldOut?.baselines ?? [],
    tried: (trained.training.selection?.choice.tried ?? []).map(({ name, logLoss, boostingRounds }) => ({
      name,
      logLoss,
      rounds: boostingRounds,
    })),
    leak: leak && { alarm: leak.alarm, findings: leak.findings, treeGain: leak.treeGain },
    atCapacity: evidence.atCapacity,
    reliability: evidence.reliability,
    landmarks: trained.landmarks.map(landmark => ({ ...landmark, day: isoDate(landmark.day) })),
    stability: evidence.stability.map(feature => ({
      ...feature,
      name: REASONS[feature.name].words,
    })),
    byBand: evidence.byBand.map(({ band, ...shares }) => ({ band: BANDS[band], ...shares })),
    horizons: evidence.horizons.map(horizon => ({ ...horizon, judgedOn: isoDate(horizon.judgedOn) })),
    banner: crossed.length > 0 ? { reviewer: force.harm.redLines.reviewer, crossed } : null,
  })
}

/**
 * The fairness file of judged people, checked against its schema: groups under ten are named without a
 * figure.
 */
export function fairnessFile({ evidence }: JudgedPeople, force: Force): FairnessFile {
  const { heldOut, overrides } = evidence
  const { total, agree, disagree, moreNeeded } = overrides.all
  return FairnessFile.parse({
    kind: 'fairness',
    judgedOn: heldOut && isoDate(heldOut.heldOut.day),
    perUnit: force.lomuCapacity,
    audits: evidence.audits.map(({ groups, ...audit }) => ({
      ...audit,
      groups: groups.map(group => {
        const few = group.people < MIN_PEOPLE
        return {
          ...group,
          people: few ? null : group.people,
          disparity: few ? null : group.disparity,
        }
      }),
    })),
    cohort: evidence.newcomers,
    makeUp: evidence.makeUp,
    decisions: { total, agree, disagree, moreNeeded },
    overrides: overrides.byUnit.map(({ unit, total: decisions, disagree, moreNeeded, overrideRate }) => ({
      unit: unit || 'not recorded',
      decisions,
      disagree,
      moreNeeded,
      overrideRate,
    })),
  })
}
