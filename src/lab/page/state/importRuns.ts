/** Imports files of whole runs. A notice reports each file: imported, already here, or broken. */
import type { LabState } from './LabState.svelte.ts';
import { words } from '#lab/page/words/words.ts';

type RunImporter = Pick<LabState, 'refreshRuns' | 'openRun'> & {
	readonly client: Pick<LabState['client'], 'run.import'>;
	readonly notices: Pick<LabState['notices'], 'say' | 'fail' | 'settle'>;
};

export async function importRuns(
	lab: RunImporter,
	files: readonly File[],
	onimported?: () => void,
): Promise<void> {
	const text = words.runFile;
	lab.notices.settle(text.cannotRead);
	for (const file of files) {
		try {
			const { record, isNew } = await lab.client['run.import']({ file });
			await lab.refreshRuns();
			const message = () => (isNew ? text.imported : text.alreadyHere)({ name: file.name });
			const run = () => void lab.openRun(record.id);
			lab.notices.say('info', message, { action: { label: () => words.common.open, run } });
			onimported?.();
		} catch (error) {
			lab.notices.fail(text.cannotRead, error);
		}
	}
}
