/**
 * The models that are fitted and scored side by side, with the code that files know each by, its title, and
 * what it is called as the model of a forecast. `mean` is the mean of the two before it, `stack` the pool
 * corrected by each cell's own record, `blend` the mean of mean and stack, `boosted` the stack moved by steps
 * on the pool's features.
 */
export const MODEL_CATALOGUE = {
  gammaPoisson: {
    code: 'gps',
    title: 'Gamma-Poisson with smoothed prior',
    description: 'gamma-Poisson model with smoothed prior',
  },
  kernelMixture: { code: 'kernmix', title: 'Kernel mixture', description: 'kernel mixture' },
  mean: {
    code: 'mean',
    title: 'Mean of these two',
    description: 'mean of the gamma-Poisson model and the kernel mixture',
  },
  pool: { code: 'pool', title: 'Log-linear pool', description: 'log-linear pool' },
  stack: {
    code: 'stack',
    title: 'Pool corrected by each square’s record',
    description:
      'log-linear pool of gamma-Poisson and kernel densities, ' + 'corrected by the cell’s own record',
  },
  blend: {
    code: 'blend',
    title: 'Mean of mean and corrected pool',
    description: 'mean of the additive models and the log-linear pool',
  },
  boosted: {
    code: 'challenger',
    title: 'Challenger: boosted additive Poisson',
    description: 'log-linear pool boosted by additive steps',
  },
} as const

export type ModelName = keyof typeof MODEL_CATALOGUE

/** Names of the models, in the order in which they are shown. */
export const MODELS = Object.keys(MODEL_CATALOGUE) as readonly ModelName[]

/** The model that is published, unless a rival wins by `ADOPTION_RULE`. */
export const DEFAULT_MODEL = 'stack' satisfies ModelName

/**
 * Models that may take its place. The mixture alone stays out: its top cells proved weaker on tuning origins.
 */
export const RIVAL_MODELS = [
  'blend',
  'mean',
  'gammaPoisson',
  'boosted',
] as const satisfies readonly ModelName[]

/** Any model that may be published. */
export type ChosenModel = typeof DEFAULT_MODEL | (typeof RIVAL_MODELS)[number]

/**
 * A rival takes the default model's place only if it has won by more than this many paired standard errors of
 * the gain in bits an event, over at least this many past windows.
 */
export const ADOPTION_RULE = { standardErrors: 2, minWindows: 26 } as const
