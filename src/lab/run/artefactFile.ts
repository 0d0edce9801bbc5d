/**
 * The result of a policy's preparation as one JSON file, with its policy, a name and its SHA-256.
 * The reader trusts nothing in the file.
 */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import { fileText } from '#core/fileText.ts';
import { sha256OfJson } from '#core/hash.ts';
import { canonicalJson, type Json } from '#core/json.ts';
import type { MixingPolicy } from '#mixing/policy.ts';
import { policyById } from '#mixing/registry.ts';
import type { ArtefactInfo } from './stores.ts';

const format = 'skillet-artefact';
const version = 1;
export const maxArtefactBytes = 64_000_000;
export const maxArtefactName = 200;

export interface NamedArtefact {
	readonly info: ArtefactInfo;
	readonly artefact: Json;
}

/** Adds hash and size. */
export const namedArtefact = (
	{ name, policy, madeAt }: Pick<ArtefactInfo, 'name' | 'policy' | 'madeAt'>,
	artefact: Json,
): NamedArtefact => ({
	info: {
		sha256: sha256OfJson(artefact),
		name,
		policy,
		madeAt,
		bytes: new TextEncoder().encode(canonicalJson(artefact)).length,
	},
	artefact,
});

export function artefactFile({ info, artefact }: NamedArtefact): { name: string; text: string } {
	const { policy, name, madeAt, sha256 } = info;
	const file = { format, version, policy, name, madeAt, sha256, artefact };
	return {
		name: `${name.replace(/[^\p{L}\p{N}_-]+/gu, '-')}.artefact.json`,
		text: `${JSON.stringify(file)}\n`,
	};
}

const entries = v.object({
	format: v.literal(format, `must be "${format}": this is no artefact. Choose another file.`),
	version: v.literal(
		version,
		`this lab reads version ${version}. ` +
			'Import the file in the lab that made it, or in a newer one.',
	),
	policy: v.string('must be the id of the policy that made it.'),
	name: v.pipe(
		v.string('must be text.'),
		v.minLength(1, 'must not be empty.'),
		v.maxLength(maxArtefactName, `must have at most ${maxArtefactName} characters.`),
	),
	madeAt: v.pipe(
		v.number('must be a number.'),
		v.safeInteger('must be whole milliseconds since 1970.'),
		v.minValue(0, 'must be whole milliseconds since 1970.'),
	),
	sha256: v.pipe(
		v.string('must be a SHA-256.'),
		v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 of 64 hex digits in lower case.'),
	),
	artefact: v.unknown(),
});

/**
 * `findPolicy`: tests pass their own. Throws InputError with the file, the field and the remedy.
 */
export async function readArtefactFile(
	file: File,
	findPolicy: (id: string, field: string) => MixingPolicy = policyById,
): Promise<NamedArtefact> {
	const wrong = (what: string, field?: string, cause?: unknown) =>
		new InputError(
			`${file.name}: ${field === undefined ? '' : `${field}: `}${what}`,
			{ file: file.name, ...(field !== undefined && { field }) },
			{ cause },
		);
	const text = await fileText(file, maxArtefactBytes);
	let read: Json;
	try {
		read = JSON.parse(text) as Json;
	} catch (error) {
		throw wrong(
			'it is no JSON, or was cut off on its way. ' +
				'Export the artefact once more, and copy the whole file.',
			undefined,
			error,
		);
	}
	const checked = v.safeParse(entries, read, { abortEarly: true });
	if (!checked.success) {
		const [issue] = checked.issues;
		const field = issue.path?.map(({ key }) => String(key)).join('.') ?? 'format';
		const missing = 'is missing. Export the artefact once more.';
		throw wrong(issue.input === undefined ? missing : issue.message, field);
	}
	const { policy, sha256, name, madeAt } = checked.output;
	if (!findPolicy(policy, `${file.name}: policy`).prepare)
		throw wrong(`"${policy}" prepares nothing, so nothing is its artefact.`, 'policy');
	const named = namedArtefact({ name, policy, madeAt }, checked.output.artefact as Json);
	if (named.info.sha256 !== sha256)
		throw wrong(
			`the artefact was changed: its SHA-256 is ${named.info.sha256}, not ${sha256}. ` +
				'Export it once more.',
			'sha256',
		);
	return named;
}
