/** Names of files that are given to the visitor: what and which, in characters that every file system takes. */

const most = 100;

/** Letters and digits of any script stay; anything else becomes one hyphen. Never empty. */
export function fileStem(...parts: readonly (string | number)[]): string {
	const stem = parts
		.map((part) => String(part).normalize('NFC'))
		.join('-')
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-|-$/g, '');
	return [...stem].slice(0, most).join('').replace(/-$/, '') || 'file';
}

/** `skillet-uniform-mos-seed-1-3f2a9c01`: policies in their order (at most three), the seed, the start of the run's id. */
export function runStem(
	{ policy, seed }: { readonly policy: readonly { readonly id: string }[]; readonly seed: number },
	runId = '',
): string {
	const policies = policy.map(({ id }) => id);
	const named = policies.length > 3 ? [...policies.slice(0, 2), 'etc'] : policies;
	return fileStem('skillet', ...named, 'seed', seed, runId.slice(0, 8));
}
