/** Files: names for downloads, in characters that every file system accepts, and chosen files. */
import { InputError } from './errors.ts';
import { sentence } from './message.ts';

const maxLength = 100;

/** Keeps letters and digits of any script; other characters become one hyphen. Never empty. */
export function fileStem(...parts: readonly (string | number)[]): string {
	const stem = parts
		.map((part) => String(part).normalize('NFC'))
		.join('-')
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-|-$/g, '');
	return [...stem].slice(0, maxLength).join('').replace(/-$/, '') || 'file';
}

/** `skillet-uniform-mos-seed-1-3f2a9c01`: up to three policies, the seed, the run id's start. */
export function runStem(
	{ policy, seed }: { readonly policy: readonly { readonly id: string }[]; readonly seed: number },
	runId = '',
): string {
	const policies = policy.map(({ id }) => id);
	const named = policies.length > 3 ? [...policies.slice(0, 2), 'etc'] : policies;
	return fileStem('skillet', ...named, 'seed', seed, runId.slice(0, 8));
}

/**
 * Reads the text of a chosen file, up to a size limit. Throws InputError, before reading, if the
 * file has more than `most` bytes.
 */
export async function fileText(file: File, maxBytes: number): Promise<string> {
	if (file.size <= maxBytes) return file.text();
	const size = (file.size / 1e6).toFixed(1);
	throw new InputError(
		sentence('engine.core.hasMbAndLimit', { name: file.name, size, limit: maxBytes / 1e6 }),
		{ file: file.name },
	);
}
