/** "18 %": a share (0 to 1) as people read it. What is not nothing is never called 0 %, what is not all never 100 %. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return "< 1 %";
  if (share < 1 && share > 0.99) return "> 99 %";
  return `${Math.round(share * 100)} %`;
}
