/** The benchmark's table for a terminal. */
import { table } from '../runReport.ts';
import { tolerance } from './agreement.ts';
import { median, ratioToOurs, type EntrantResult, type WorkloadResult } from './results.ts';

const orDash = (value: number | null, format: (value: number) => string): string =>
	value === null ? '–' : format(value);

const row = (entrant: EntrantResult, result: WorkloadResult): string[] => {
	const milliseconds = median(entrant.rounds);
	return [
		entrant.name,
		milliseconds.toFixed(1),
		`${entrant.rounds.length} × ${entrant.stepsPerRound}`,
		`${Math.min(...entrant.rounds).toFixed(1)}–${Math.max(...entrant.rounds).toFixed(1)}`,
		(result.matmulFlops / milliseconds / 1e6).toFixed(1),
		orDash(entrant.javaScript, (value) => value.toFixed(2)),
		orDash(entrant.dispatchesPerStep, (value) => value.toFixed(0)),
		orDash(entrant.peakBytes, (value) => (value / 1e6).toFixed(0)),
		orDash(ratioToOurs(entrant, result.entrants), (value) => `${value.toFixed(2)} ×`),
		entrant.device,
	];
};

export function workloadReport(result: WorkloadResult): string {
	const { agreement } = result;
	const lines = [
		`${result.name}: ${result.about}; ${result.parameters.toLocaleString('en')} parameters, ` +
			`${result.rows} × ${result.time} places, ${(result.matmulFlops / 1e6).toFixed(0)} MFLOP of matrix products per step`,
	];
	if (agreement && agreement.parted.length === 0)
		lines.push(
			`Losses agree: ${agreement.steps} steps of each, at most ${agreement.largest.toExponential(1)} apart.`,
		);
	for (const { name, step, loss, expected } of agreement?.parted ?? [])
		lines.push(
			`${name} PARTS at step ${step}: loss ${loss}, ${agreement!.reference} has ${expected} (allowed: ${tolerance} of it).`,
		);
	if (result.entrants.length > 0)
		lines.push(
			table([
				[
					'entrant',
					'ms per step',
					'rounds × steps',
					'least–most',
					'GFLOPS',
					'JavaScript ms',
					'dispatches',
					'peak MB',
					'to ours',
					'device',
				],
				...result.entrants.map((entrant) => row(entrant, result)),
			]),
		);
	for (const { name, reason } of result.absent) lines.push(`${name}: ${reason}`);
	for (const { name, kernels } of result.entrants)
		if (kernels)
			lines.push(
				`GPU time by kernel, ${name}:`,
				table([
					['kernel', 'dispatches', 'ms'],
					...kernels.map(({ kernel, dispatches, milliseconds }) => [
						kernel,
						String(dispatches),
						milliseconds.toFixed(2),
					]),
				]),
			);
	return lines.join('\n');
}
