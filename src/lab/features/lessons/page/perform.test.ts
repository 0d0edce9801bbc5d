import { expect, test, vi } from 'vitest';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { perform } from './perform.ts';

function makeLab(kind: 'stopped' | 'failed' | 'finished' | 'paused', step: number) {
	const run = { step, status: { kind }, ended: kind !== 'paused' };
	const lab = {
		run: run as unknown,
		play: vi.fn(async () => undefined),
		reset: vi.fn(() => (lab.run = null)),
	};
	return lab;
}
const train = async (lab: ReturnType<typeof makeLab>, target: number | 'end') =>
	perform({ train: target }, lab as unknown as LabState, { place: 'bench' }, vi.fn());

test('a run that was stopped or has failed begins again where a step trains', async () => {
	for (const kind of ['stopped', 'failed'] as const)
		for (const target of [100, 'end'] as const) {
			const lab = makeLab(kind, 60);
			await train(lab, target);
			expect(lab.reset).toHaveBeenCalledOnce();
			expect(lab.play).toHaveBeenCalledOnce();
		}
});

test('a run that rests goes on, and one that has come far enough stays', async () => {
	const paused = makeLab('paused', 60);
	await train(paused, 100);
	expect([paused.reset.mock.calls, paused.play.mock.calls]).toEqual([
		[],
		[[{ kind: 'until', step: 100 }]],
	]);
	const stopped = makeLab('stopped', 120);
	await train(stopped, 100);
	expect([stopped.reset.mock.calls, stopped.play.mock.calls]).toEqual([[], []]);
});
