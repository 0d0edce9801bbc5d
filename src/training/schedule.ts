/** Learning-rate schedules: linear warm-up, then constant, or linear or cosine decay to a floor. */
import type { Schedule } from './settings.ts';

/** `step` counts from 1. The first rate is peak / warm-up steps, the last one peak × floor. */
export function learningRateAt(
	step: number,
	steps: number,
	peak: number,
	{ kind, warmup, floor }: Schedule,
): number {
	const warmSteps = Math.round(warmup * steps);
	if (step <= warmSteps) return (peak * step) / warmSteps;
	if (kind === 'constant') return peak;
	const progress = Math.min(1, (step - warmSteps) / Math.max(1, steps - warmSteps));
	return decayed(progress, peak, kind, floor);
}

/** The schedule over a budget. `progress`: the share that is used after the step. */
export function learningRateOver(
	progress: number,
	peak: number,
	{ kind, warmup, floor }: Schedule,
): number {
	if (progress <= warmup) return (peak * progress) / warmup;
	if (kind === 'constant') return peak;
	const after = warmup < 1 ? Math.min(1, (progress - warmup) / (1 - warmup)) : 1;
	return decayed(after, peak, kind, floor);
}

function decayed(
	progress: number,
	peak: number,
	kind: Exclude<Schedule['kind'], 'constant'>,
	floor: number,
): number {
	const share = kind === 'linear' ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2;
	return peak * (floor + (1 - floor) * share);
}
