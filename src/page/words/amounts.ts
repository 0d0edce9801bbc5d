/** Sizes and hashes as text. Bytes are in powers of 1,000, as disks and browsers count. */
const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Three significant digits: `812 B`, `4.51 MB`. */
export function bytesText(bytes: number): string {
	let value = Math.max(0, bytes);
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
	return `${value.toFixed(digits)} ${units[unit]}`;
}

/** The start of a SHA-256, enough to distinguish two files. */
export const shortHash = (sha256: string): string => sha256.slice(0, 12);
