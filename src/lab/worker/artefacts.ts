/** Stored results of policies' preparations, by their SHA-256, and the handlers of their calls. */
import { InputError, fieldError } from '#engine/core/errors.ts';
import type { Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import {
	artefactFile,
	maxArtefactName,
	namedArtefact,
	readArtefactFile,
	type NamedArtefact,
} from '#lab/run/artefactFile.ts';
import type { Runs } from '#lab/run/Runs.ts';
import { shippedArtefact } from '#lab/run/readyPreparation.ts';
import type { ArtefactInfo, ArtefactStore, LabStores } from '#lab/run/stores.ts';
import { requestFile, type PageFiles } from './modelLibrary.ts';
import type { Tasks } from './tasks.ts';
import { anyText, file, id, type Handlers } from './calls.ts';
import type { NamedFile } from './protocol.ts';

/** The parts of the open lab that the handlers use. */
interface ArtefactLab {
	readonly stores: LabStores;
	readonly tasks: Tasks;
	readonly control: Runs;
}

const requests = {
	/** Results of policies' preparations, newest first. */
	'artefact.list': null,
	/** Names and stores the result of the run's preparation. Throws InputError if there is none. */
	'artefact.keep': { runId: id, name: anyText },
	/** The artefact as one JSON file. */
	'artefact.export': { sha256: id },
	/** Throws InputError with the file, the field and the remedy. */
	'artefact.import': { file },
	'artefact.delete': { sha256: id },
};

const handlers = ({ stores, tasks, control }: ArtefactLab) =>
	({
		'artefact.list': () => stores.artefacts.list(),
		'artefact.keep': async ({ runId, name }) => {
			const trimmed = name.trim();
			if (trimmed === '' || trimmed.length > maxArtefactName)
				throw fieldError(
					'name',
					say('must have 1 to {maxArtefactName} characters. Give it another.', { maxArtefactName }),
				);
			const run = await tasks.run(runId, (signal) => control.forAnswer(runId, signal));
			const { policy, artefact } = await run.prepared();
			if (artefact === undefined)
				throw new InputError(
					say(
						'The policy "{policy}" of this run has prepared nothing yet. Let the run train a step with a policy that prepares.',
						{ policy },
					),
					{ runId, policy },
				);
			return keep(namedArtefact({ name: trimmed, policy, madeAt: Date.now() }, artefact), stores);
		},
		'artefact.export': async ({ sha256 }): Promise<NamedFile> => {
			const { name, text } = artefactFile(await stored(sha256, stores));
			return { name, blob: new Blob([text], { type: 'application/json' }) };
		},
		'artefact.import': async ({ file }) => keep(await readArtefactFile(file), stores),
		'artefact.delete': ({ sha256 }) => stores.artefacts.delete(sha256),
	}) satisfies Handlers<typeof requests>;

export const artefactCalls = { requests, handlers };

async function keep({ info, artefact }: NamedArtefact, stores: LabStores): Promise<ArtefactInfo> {
	await stores.requireSpace(info.bytes);
	await stores.artefacts.put(info, artefact);
	return info;
}

async function stored(sha256: string, { artefacts }: LabStores): Promise<NamedArtefact> {
	const found = await artefacts.open(sha256);
	if (!found) throw missing(sha256);
	return found;
}

/** Throws InputError if the lab does not have the artefact. */
export const openArtefact = async (sha256: string, stores: LabStores): Promise<Json> =>
	(await stored(sha256, stores)).artefact;

/** Throws InputError if the segment's artefact is missing or belongs to another policy. */
export async function demandArtefact(
	{ id, artefact }: { readonly id: string; readonly artefact?: string | undefined },
	{ artefacts }: LabStores,
	field = 'artefact',
): Promise<void> {
	if (artefact === undefined) return;
	const info = (await artefacts.list()).find(({ sha256 }) => sha256 === artefact);
	if (!info) throw missing(artefact, field);
	if (info.policy !== id)
		throw fieldError(
			field,
			say('“{name}” was made by the policy "{policy}", not by "{id}". Choose another.', {
				name: info.name,
				policy: info.policy,
				id,
			}),
		);
}

/** The stored artefacts, and the one of the site, which is fetched when it is used. */
export const withShipped = (stored: ArtefactStore, page: PageFiles): ArtefactStore => ({
	...stored,
	list: async () => {
		const { sha256 } = shippedArtefact;
		return [...(await stored.list()).filter((info) => info.sha256 !== sha256), shippedArtefact];
	},
	open: async (sha256) =>
		(await stored.open(sha256)) ??
		(sha256 === shippedArtefact.sha256 ? fetchShipped(page) : undefined),
});

/** Throws StorageError if the site has no such file, and InputError if it has another one. */
async function fetchShipped(page: PageFiles): Promise<NamedArtefact> {
	const url = new URL(`preparations/${shippedArtefact.policy}.json`, page.base);
	const response = await requestFile(url, page);
	const found = await readArtefactFile(new File([await response.blob()], url.pathname));
	if (found.info.sha256 !== shippedArtefact.sha256) throw missing(shippedArtefact.sha256);
	return found;
}

const missing = (sha256: string, field?: string) =>
	new InputError(
		say(
			'{detail}The lab does not have the artefact with SHA-256 {sha256}. Import its file, or choose the policy without it, so that it prepares by itself.',
			{ detail: field === undefined ? '' : say('{field}: ', { field }), sha256 },
		),
		{ sha256, ...(field !== undefined && { field }) },
	);
