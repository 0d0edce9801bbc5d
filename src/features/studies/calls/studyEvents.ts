/** What the queue of studies tells, as events: where a cell is at most five times a second, the rest at once. */
import type { StudyWatcher } from '../model/studyQueue.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import { wireStatus } from './studyViews.ts';

const between = 200;

export function studyEvents(
	emit: (event: LabEvent) => void,
	now: () => number = () => performance.now(),
): StudyWatcher {
	let told = { at: -Infinity, what: '' };
	return {
		status(studyId, status) {
			const at = now();
			if (status.kind === 'running' && status.progress) {
				const { cell, progress, search } = status;
				const what = `${cell} ${progress.doing} ${search?.run}`;
				if (what === told.what && at - told.at < between) return;
				told = { at, what };
			}
			emit({ event: 'study.status', studyId, status: wireStatus(status) });
		},
		outcome: (outcome) => emit({ event: 'study.outcome', outcome }),
	};
}
