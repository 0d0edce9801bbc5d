/** The stored runs, for files with parts of the lab. */
import { type KeptKind, runPart } from '#lab/page/shell/keptKind.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import { errorText } from '#lab/page/words/words.ts';
import { runWords } from '../words.ts';

type Lab = Pick<LabState, 'client' | 'notices' | 'policyTitles'>;

/** A run without weights here has its curves. A study trains its unfinished cell again. */
export const keptRuns = (lab: Lab): KeptKind => ({
	kind: 'run',
	stage: 'runs',
	// The page's list can lack the runs that a study has kept since.
	list: async () =>
		(await lab.client['run.list']()).map((run) => {
			const name = run.name ?? lab.policyTitles(run.experiment);
			return { name, read: () => toPart(lab, run, name) };
		}),
	store: async (_, [file]) => (await lab.client['run.import']({ file })).isNew,
});

async function toPart({ client, notices }: Lab, run: RunRecord, name: string) {
	const hasWeights = (await client['run.checkpoints']({ runId: run.id })).length > 0;
	try {
		return await runPart(client, run, hasWeights);
	} catch (error) {
		if (!hasWeights) throw error;
		const curves = await runPart(client, run, false);
		notices.say(() => ({
			level: 'warning',
			message: runWords.weightsLeftOut({ run: name, why: errorText(error) }),
		}));
		return curves;
	}
}
