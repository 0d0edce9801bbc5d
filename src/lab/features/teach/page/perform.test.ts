import { expect, test, vi } from 'vitest';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { perform } from './perform.ts';

function makeLab(kind: 'stopped' | 'failed' | 'finished' | 'paused', step: number) {
	const run = { step, status: { kind }, ended: kind !== 'paused', evaluate: vi.fn() };
	const lab = {
		run: run as typeof run | null,
		experiment: {},
		play: vi.fn(async () => undefined),
		reset: vi.fn(() => (lab.run = null)),
	};
	return { lab, run };
}
const slow = { kind: 'slow', milliseconds: 100 } as const;

test.each([
	['stopped', 60, 100, 'begins again'],
	['failed', 60, 'end', 'begins again'],
	['finished', 60, 'end', 'begins again'],
	// It came past the step, which was not tested.
	['paused', 120, 100, 'begins again'],
	['paused', 60, 100, 'goes on'],
	['paused', 60, 'end', 'goes on'],
	['paused', 100, 100, 'is tested'],
] as const)('where a step trains, a run %s at %s for %s %s', async (kind, step, train, how) => {
	const { lab, run } = makeLab(kind, step);
	await perform({ train }, lab as unknown as LabState, { place: 'bench' }, vi.fn(), slow);
	const isTested = how === 'is tested';
	const pace = train === 'end' ? slow : { ...slow, kind: 'until', step: train };
	expect(lab.reset).toHaveBeenCalledTimes(Number(how === 'begins again'));
	expect(lab.play.mock.calls).toEqual(isTested ? [] : [[pace]]);
	expect(run.evaluate).toHaveBeenCalledTimes(Number(isTested));
});
