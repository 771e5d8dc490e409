/**
 * Predictive accuracy index: the share of events captured over the share of the area that captures them; 1 is
 * no better than chance (Chainey, Tompson and Uhlig 2008, Security Journal 21).
 *
 * @example pai(0.3, 0.02) // 15
 */
export function pai(capturedShare: number, areaShare: number): number {
  return capturedShare / areaShare
}
