/** Files: names for downloads, in characters that every file system accepts, and chosen files. */
import { InputError } from './errors.ts';
import { say } from './message.ts';

/** File systems take names of at most 255 bytes, with what stands before and behind a stem. */
const maxBytes = 100;

/** The start of a name: at most `bytes` in UTF-8, in which a Chinese letter has 3. */
export function cutName(name: string, bytes = maxBytes): string {
	const { read } = new TextEncoder().encodeInto(name, new Uint8Array(bytes));
	return name.slice(0, read);
}

/** Keeps letters, their marks and digits of any script; the rest becomes hyphens. Never empty. */
export function fileStem(...parts: readonly (string | number)[]): string {
	const stem = parts
		.map((part) => String(part).normalize('NFC'))
		.join('-')
		.replace(/(?:[^\p{L}\p{M}\p{N}]+\p{M}*)+/gu, '-')
		.replace(/^-|-$/g, '');
	return cutName(stem).replace(/-$/, '') || 'file';
}

interface NamedRun {
	readonly policy: readonly { readonly id: string }[];
	readonly skills: readonly { readonly name: string; readonly use: string }[];
	readonly seed: number;
}

/**
 * `skillet-uniform-mos-on-french-sorting-seed-1-3f2a9c01`: up to three policies and trained skills,
 * the seed, and the beginning of the run's id.
 */
export function runStem({ policy, skills, seed }: NamedRun, runId = ''): string {
	const short = (names: readonly string[]) =>
		names.length > 3 ? [...names.slice(0, 2), 'etc'] : names;
	const policies = short(policy.map(({ id }) => id));
	const trained = skills.filter(({ use }) => use === 'train').map(({ name }) => name);
	const about = fileStem('skillet', ...policies, 'on', ...short(trained));
	const end = fileStem('seed', seed, runId.slice(0, 8));
	// Long names lose their end, and not the seed and the id.
	return fileStem(cutName(about, maxBytes - end.length - 1), end);
}

/**
 * Reads the text of a chosen file, up to a size limit. Throws InputError, before reading, if the
 * file has more than `maxBytes`, and if it is not text.
 */
export async function fileText(file: File, maxBytes: number): Promise<string> {
	if (file.size <= maxBytes) return decodeText(new Uint8Array(await file.arrayBuffer()), file.name);
	// Rounded up, so that it is never the limit itself.
	const size = (Math.ceil(file.size / 1e5) / 10).toFixed(1);
	throw new InputError(
		say('{name}: it has {size} MB, and the limit is {limit} MB. Choose another file.', {
			name: file.name,
			size,
			limit: maxBytes / 1e6,
		}),
		{ file: file.name },
	);
}

/**
 * The text of a file's bytes: UTF-8, or UTF-16 with its mark, as some programs of Windows write it.
 * Throws InputError for another encoding: its letters would become U+FFFD without a word.
 */
export function decodeText(bytes: Uint8Array, name: string): string {
	const mark = (bytes[0] << 8) | bytes[1];
	const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch (cause) {
		throw new InputError(
			say('{name}: it is not text in UTF-8. Save it as UTF-8.', { name }),
			{ file: name },
			{ cause },
		);
	}
}
