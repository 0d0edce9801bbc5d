/** Milliseconds from a Retry-After of seconds or a date (RFC 9110); 5 s by default. */
export function retryAfter(header: string | null, now: number): number {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	const date = Date.parse(text);
	return Number.isNaN(date) ? 5000 : Math.max(0, date - now);
}
