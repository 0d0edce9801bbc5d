import { expect, test, vi } from 'vitest';
import { StorageError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import { NoticeState } from '#lab/page/state/NoticeState.svelte.ts';
import { keptRuns } from './kept.ts';

function makeLab(exported: (request: { runId: string; weights: boolean }) => Promise<void>) {
	const runs = ['a', 'b', 'c'].map((id) => ({ id, experiment: exampleExperiment }));
	const notices = new NoticeState();
	const client = {
		'run.list': async () => runs,
		'run.checkpoints': async () => [0],
		'run.export': vi.fn(async (request: { runId: string; weights: boolean }) => {
			await exported(request);
			return { name: `${request.runId} ${request.weights}`, blob: new Blob() };
		}),
	};
	const lab = { client, notices, policyTitles: () => 'Uniform' };
	return { lab: lab as unknown as Parameters<typeof keptRuns>[0], notices };
}

test('a run whose weights are damaged or too large gives its curves, with a notice', async () => {
	const { lab, notices } = makeLab(async ({ runId, weights }) => {
		if (runId === 'b' && weights) throw new StorageError(asMessage('A piece is missing.'));
	});
	const parts = [];
	for (const { read } of await keptRuns(lab).list()) parts.push(await read());
	expect(parts.map(({ files: [{ name }] }) => name)).toEqual(['a true', 'b false', 'c true']);
	const message = 'The file has the curves of “Uniform”, but not its weights. A piece is missing.';
	expect(notices.notices).toMatchObject([{ level: 'warning', message }]);
});
