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

/**
 * Models that may be published without adoption; without past windows the first is. The mixture alone stays
 * out: its top cells proved weaker on tuning origins.
 */
export const CHOICES = ['stack', 'blend', 'mean', 'gammaPoisson'] as const satisfies readonly ModelName[]

/** Any model that may be published. */
export type ChosenModel = (typeof CHOICES)[number] | 'boosted'

/**
 * The boosted steps replace the other models only if they have won this many bits an event against the best
 * of them over this many past windows.
 */
export const ADOPTION_RULE = { minGainBits: 0.01, minWindows: 26 } as const
