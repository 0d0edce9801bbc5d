/** Formats of numbers in the policies' sentences. */

/** `25 %`, `12.5 %`: the page's format for shares. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

/** Three significant digits. */
export const threeDigits = (value: number): string => String(Number(value.toPrecision(3)));
