/** Collects the parts of an experiment, or of the whole lab, for one file. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import { type KeptKind, modelPart, skillPart } from '#lab/page/shell/keptKind.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { LabInfo, PackPart } from '#lab/worker/protocol.ts';
import { shareWords } from '../words.ts';

const text = shareWords.pack;

/** The visitor's own data and models that the experiment names. */
export function ownParts(client: LabClient, info: LabInfo, experiment: Experiment) {
	const { skills, models, adapters } = info;
	const parts = [
		...skills
			.filter(({ source }) => source === 'file')
			.map((skill) => {
				const { name, counts, fingerprint: hash, bytes } = skill;
				const rows = counts.train + counts.validation + counts.heldOut;
				const read = () => skillPart(client, skill);
				return { kind: 'skill', hash, bytes, label: text.rows({ name, rows }), read } as const;
			}),
		...[...models, ...adapters]
			.filter(({ source }) => source !== 'builtin')
			.map((model) => {
				const { name, adapter, sha256: hash, bytes } = model;
				const label = adapter ? text.adapter({ name }) : text.model({ name });
				const read = () => modelPart(client, model);
				return { kind: 'model', hash, bytes, label, read } as const;
			}),
	];
	const { skills: trained, model, auxiliary, adapter } = experiment;
	const named = new Set([
		...trained.map(({ sha256 }) => sha256),
		...[model.sha256, auxiliary?.sha256, adapter?.from],
	]);
	return parts.filter(({ hash }) => named.has(hash));
}

/** The parts of the whole lab, unread. */
export async function heldParts(kinds: readonly KeptKind[]) {
	const lists = await Promise.all(
		kinds.map(async ({ kind, list }) => (await list()).map((item) => ({ kind, ...item }))),
	);
	return lists.flat();
}

/**
 * `leftOut`: a line for each damaged part, with its name. One part after the other, because all of
 * them together do not fit the memory.
 */
export async function wholeLab(
	kinds: readonly KeptKind[],
): Promise<{ parts: PackPart[]; leftOut: string[] }> {
	const parts: PackPart[] = [];
	const leftOut: string[] = [];
	for (const { kind, name, read } of await heldParts(kinds))
		try {
			parts.push({ kind, ...(await read()) });
		} catch (error) {
			leftOut.push(`${name}: ${errorText(error)}`);
		}
	return { parts, leftOut };
}
