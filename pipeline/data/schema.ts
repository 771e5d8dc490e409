/** The contract as the rooms from `data` on know it: it stands in `force`, because settings speak of it. */
export * from '../force/contract.ts'
