/**
 * Colours of images, which are always light: least to most, and from fewer to more. The sequence is that of
 * the Government Analysis Function; the site's own style sheet has the same.
 */
export const RAMPS = {
  c: ['#eef4fa', '#bcd8f1', '#6bace6', '#2073bc', '#12436d'],
  m: ['#12436d', '#6bace6', '#e3e6e9', '#d58fb4', '#801650'],
} as const
