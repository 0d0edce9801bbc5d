/** The result of a policy's preparation as one JSON file. The reader trusts nothing in it. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { fileStem, fileText } from '#engine/core/file.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import { canonicalJson, parseJson, type Json } from '#engine/core/json.ts';
import { checkedBy, mustBe, sha256, text, toIssue, whole } from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import { policyById } from '#mixing/index.ts';
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
	return { name: `${fileStem(name)}.artefact.json`, text: `${JSON.stringify(file)}\n` };
}

const entries = v.object(
	{
		format: v.literal(
			format,
			toIssue(say('must be "{format}": this is not an artefact. Choose another file.', { format })),
		),
		version: v.literal(
			version,
			toIssue(
				say(
					'this lab reads version {version}. Import the file in the lab that made it, or in a newer one.',
					{ version },
				),
			),
		),
		policy: v.string(mustBe(say('text'))),
		name: text(maxArtefactName),
		/** Milliseconds since 1970. */
		madeAt: whole(0, 8.64e15),
		sha256,
		artefact: v.unknown(),
	},
	toIssue(say('is missing. Export the artefact once more.')),
);

/** Throws InputError with the file, the field and the remedy. */
export async function readArtefactFile(file: File): Promise<NamedArtefact> {
	const wrong = (what: Message, field?: string, cause?: unknown) =>
		new InputError(
			say('{name}: {detail}{what}', {
				name: file.name,
				detail: field === undefined ? '' : say('{field}: ', { field }),
				what,
			}),
			{ file: file.name, ...(field !== undefined && { field }) },
			{ cause },
		);
	const content = await fileText(file, maxArtefactBytes);
	const read = parseJson(content, (fault, cause) =>
		wrong(
			say('it is {fault}. Export the artefact once more, and copy the whole file.', { fault }),
			undefined,
			cause,
		),
	);
	const checked = checkedBy(entries, read, '', (field, message) =>
		wrong(message, field === 'content' ? 'format' : field),
	);
	const { policy, name, madeAt } = checked;
	if (!policyById(policy, `${file.name}: policy`).prepare)
		throw wrong(
			say('"{policy}" prepares nothing, so it has no artefacts. Choose another file.', { policy }),
			'policy',
		);
	const named = namedArtefact({ name, policy, madeAt }, checked.artefact as Json);
	if (named.info.sha256 !== checked.sha256)
		throw wrong(
			say('the artefact was changed: its SHA-256 is {sha256}, not {stated}. Export it once more.', {
				sha256: named.info.sha256,
				stated: checked.sha256,
			}),
			'sha256',
		);
	return named;
}
