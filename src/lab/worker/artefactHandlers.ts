/** Handlers of the calls about artefacts, which are the results of policies' preparations. */
import { InputError } from '#core/errors.ts';
import {
	artefactFile,
	maxArtefactName,
	namedArtefact,
	readArtefactFile,
} from '#lab/run/artefactFile.ts';
import { keepArtefact, namedArtefactHere } from './artefactLibrary.ts';
import type { HandlersOf } from './protocol.ts';
import type { LabSession } from './labSession.ts';

export const artefactHandlers = (session: LabSession): HandlersOf<'artefact'> => {
	const stores = async () => (await session.opened()).stores;
	return {
		'artefact.list': async () => (await stores()).artefacts.list(),
		'artefact.keep': async ({ runId, name }) => {
			const given = name.trim();
			if (given === '' || given.length > maxArtefactName)
				throw new InputError(
					`name: must have 1 to ${maxArtefactName} characters. Give it another.`,
					{ field: 'name' },
				);
			const { control } = await session.opened();
			const run = await session.tasks.run(runId, (signal) => control.forAnswer(runId, signal));
			const { policy, artefact } = await run.prepared();
			if (artefact === undefined)
				throw new InputError(
					`The policy "${policy}" of this run has prepared nothing yet. Let the run train a step with a policy that prepares.`,
					{ runId, policy },
				);
			return keepArtefact(
				namedArtefact({ name: given, policy, madeAt: Date.now() }, artefact),
				await stores(),
			);
		},
		'artefact.export': async ({ sha256 }) => {
			const { name, text } = artefactFile(await namedArtefactHere(sha256, await stores()));
			return { name, blob: new Blob([text], { type: 'application/json' }) };
		},
		'artefact.import': async ({ file }) =>
			keepArtefact(await readArtefactFile(file), await stores()),
		'artefact.delete': async ({ sha256 }) => (await stores()).artefacts.delete(sha256),
	};
};
