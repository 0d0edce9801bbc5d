/** Imports files of whole runs. A notice reports each file: imported, already here, or broken. */
import type { LabState } from './LabState.svelte.ts';
import { words } from '#lab/page/words/words.ts';

type RunImporter = Pick<LabState, 'refreshRuns' | 'openRun'> & {
	readonly client: Pick<LabState['client'], 'run.import'>;
	readonly notices: Pick<LabState['notices'], 'say' | 'fail'>;
};

export async function importRuns(
	lab: RunImporter,
	files: readonly File[],
	onimported?: () => void,
): Promise<void> {
	const text = words.runFile;
	for (const file of files) {
		try {
			const { record, isNew } = await lab.client['run.import']({ file });
			await lab.refreshRuns();
			lab.notices.say(() => ({
				level: 'info',
				message: (isNew ? text.imported : text.alreadyHere)({ name: file.name }),
				action: { label: words.common.open, run: () => void lab.openRun(record.id) },
			}));
			onimported?.();
		} catch (error) {
			lab.notices.fail(text.cannotRead, error);
		}
	}
}
