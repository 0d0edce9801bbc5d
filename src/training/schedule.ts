/** The learning rate of a step: linear warm-up, then constant, linear or cosine down to a floor. */
import type { Schedule } from './settings.ts';

/** `step` counts from 1; at the last step the rate is peak × floor, at the first peak / warm-up steps. */
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
	const share = kind === 'linear' ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2;
	return peak * (floor + (1 - floor) * share);
}
