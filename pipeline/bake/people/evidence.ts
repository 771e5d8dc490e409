import { MIN_PEOPLE } from '../../evidence/people/fairness.ts'
import type { JudgedPeople } from '../../evidence/people/judge.ts'
import type { ProvenLeak } from '../../evidence/people/proof.ts'
import type { Force } from '../../force/schema.ts'
import { isoDate } from '../../lib/week.ts'
import { FairnessFile, PeopleEvidenceFile } from '../contract/people.ts'
import { BANDS, REASONS } from '../contract/vocabulary.ts'
import { noticesOf } from './notices.ts'

const NOTHING_JUDGED = { tenth: [], band: [], place: [], unit: [] }

/** The evidence file of judged people, checked against its schema. */
export function evidenceFile({ trained, evidence }: JudgedPeople, force: Force): PeopleEvidenceFile {
  const { judged, leak, crossed, canary } = evidence
  const { band, ...calibration } = judged?.calibration ?? NOTHING_JUDGED
  return PeopleEvidenceFile.parse({
    kind: 'people-evidence',
    judgedOn: (judged?.heldOut.days ?? []).map(isoDate),
    horizonWeeks: force.harm.transitionWeeks,
    baseRate: trained.baseRate,
    learnt: trained.model !== null,
    quality: judged?.quality ?? null,
    rivals: judged?.rivals ?? [],
    lists: judged?.lists ?? [],
    calibration: { ...calibration, band: band.map(row => ({ ...row, part: BANDS[Number(row.part)] })) },
    leak: leak && leakPart(leak),
    canary,
    landmarks: trained.landmarks.map(landmark => ({ ...landmark, day: isoDate(landmark.day) })),
    stability: evidence.stability.map(feature => ({ ...feature, name: REASONS[feature.name].words })),
    horizons: evidence.horizons.map(horizon => ({ ...horizon, judgedOn: isoDate(horizon.judgedOn) })),
    notices: noticesOf(judged?.measuredOff ?? []),
    banner: crossed.length > 0 ? { reviewer: force.harm.redLines.reviewer, crossed } : null,
  })
}

/** The leak alarm as readers see it: factors by their words, and the proofs that cleared them. */
function leakPart({ alarm, findings, treeGain, proofs, unproven }: ProvenLeak) {
  const words = (name: string) => REASONS[name as keyof typeof REASONS].words
  return {
    alarm,
    treeGain,
    findings: findings.map(({ kind, columns, detail }) => ({ kind, detail, columns: columns.map(words) })),
    proofs: proofs.map(({ feature, ...proof }) => ({ factor: words(feature), ...proof })),
    unproven: unproven.map(words),
  }
}

/**
 * The fairness file of judged people, checked against its schema: groups under ten are named without a
 * figure.
 */
export function fairnessFile({ evidence }: JudgedPeople, force: Force): FairnessFile {
  const { judged, overrides } = evidence
  const { total, agree, disagree, moreNeeded } = overrides.all
  return FairnessFile.parse({
    kind: 'fairness',
    judgedOn: (judged?.heldOut.days ?? []).map(isoDate),
    perUnit: force.lomuCapacity,
    audits: (judged?.audits ?? []).map(({ groups, ...audit }) => ({
      ...audit,
      groups: groups.map(group => {
        const few = group.people < MIN_PEOPLE
        return { ...group, people: few ? null : group.people, disparity: few ? null : group.disparity }
      }),
    })),
    measuredOff: judged?.measuredOff ?? [],
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
