/** "1 person", "1,204 people". */
export const people = (n: number): string => (n === 1 ? "1 person" : `${n.toLocaleString("en")} people`);
