/** One run: for each workload open every entrant, compare first losses, then time in interleaved rounds. */
import { median } from '../../../tests/bench/median.ts';
import type { EntrantEntry } from '../../../tests/bench/entrants.ts';
import type { Session } from '../../../tests/bench/session.ts';
import type { Workload } from '../../../tests/bench/workloads.ts';
import { makeTask } from '../../../tests/bench/task.ts';
import type { Terminal } from '../terminal.ts';
import { agreementOf } from './agreement.ts';
import {
	affordableAgreement,
	affordableRounds,
	cellSeconds,
	matmulFlops,
	predictedStep,
	type Rounds,
} from './budget.ts';
import type { Absence, EntrantResult, WorkloadResult } from './results.ts';

export interface Contender extends Pick<
	EntrantEntry,
	'name' | 'about' | 'share' | 'ours' | 'quickly'
> {
	open(workload: Workload): Promise<Session>;
}

export interface Plan {
	readonly workloads: readonly Workload[];
	readonly contenders: readonly Contender[];
	readonly seconds: number;
	readonly rounds: number;
	/** Slow entrants take part where it matters most only. */
	readonly isQuick: boolean;
	/** Whether to ask each entrant for GPU time by kernel. */
	readonly profile: boolean;
}

/** Beyond this, more steps of a fast engine tell nothing new. */
const mostTimedSeconds = 8;
/** Of a cell's seconds; the rest is opening and compiling. */
const agreementPart = 0.5;
const timedPart = 0.35;

/** An entrant at work on a workload. */
interface Seat {
	readonly contender: Contender;
	readonly session: Session;
	readonly losses: readonly number[];
	readonly plan: Rounds;
	readonly rounds: number[];
	readonly javaScript: number[];
}

/** Calls `done` after each workload, so that a run that is cut off has shown what it found. */
export async function benchmark(
	{ workloads, contenders, seconds, rounds, isQuick, profile }: Plan,
	terminal: Terminal,
	done: (result: WorkloadResult) => void,
): Promise<void> {
	const deadline = performance.now() + 1000 * seconds;
	/** Large models take longer, and need fewer steps to be told apart. */
	const sharesOf = ({ config, batch, context }: Workload, some: readonly Contender[]) =>
		some.reduce((sum, { share }) => sum + share, 0) *
		Math.sqrt(matmulFlops(config, batch, context));
	const takingPart = ({ name: workload, without = [] }: Workload) =>
		contenders.filter(
			({ name, quickly }) =>
				!without.includes(name) && (!isQuick || (quickly?.includes(workload) ?? true)),
		);
	const rates = new Map<Contender, { milliseconds: number; flops: number }>();
	for (const [index, workload] of workloads.entries()) {
		const here = takingPart(workload);
		if (here.length === 0) continue;
		const later = workloads
			.slice(index + 1)
			.reduce((sum, next) => sum + sharesOf(next, takingPart(next)), 0);
		const task = makeTask(workload);
		const { rows, time } = task.rows[0];
		const flops = matmulFlops(workload.config, rows, time);
		const seats: Seat[] = [];
		const absent: Absence[] = [];
		const fail = ({ name }: Contender, error: unknown) =>
			absent.push({ name, reason: String(error), forTime: false });

		for (const [place, contender] of here.entries()) {
			const left = (deadline - performance.now()) / 1000;
			const shares = later + sharesOf(workload, here.slice(place));
			const budget = cellSeconds(left, sharesOf(workload, [contender]), shares);
			const rate = rates.get(contender);
			const expected = rate ? predictedStep(rate, flops) / 1000 : 0;
			if (3 * expected > budget) {
				const reason = `left out for time: a step takes about ${expected.toFixed(0)} s here, and ${budget.toFixed(0)} s were left for it.`;
				absent.push({ name: contender.name, reason, forTime: true });
				continue;
			}
			terminal.live(`${workload.name} · ${contender.name}: opening, first losses`);
			try {
				const seat = await seatOf(contender, workload, budget, rounds);
				seats.push(seat.seat);
				rates.set(contender, { milliseconds: seat.milliseconds, flops });
			} catch (error) {
				fail(contender, error);
			}
		}
		const agreement =
			seats.length === 0
				? null
				: agreementOf(new Map(seats.map(({ contender, losses }) => [contender.name, losses])));

		const results: EntrantResult[] = [];
		for (let round = 0; round < rounds; round++)
			for (const seat of seats.filter(({ plan }) => round < plan.rounds)) {
				terminal.live(`${workload.name} · round ${round + 1}: ${seat.contender.name}`);
				await timeRound(seat).catch((error: unknown) => {
					fail(seat.contender, error);
					seats.splice(seats.indexOf(seat), 1);
				});
			}
		for (const seat of seats) {
			try {
				results.push(await resultOf(seat, profile));
			} catch (error) {
				fail(seat.contender, error);
			}
		}
		done({
			name: workload.name,
			about: workload.about,
			parameters: task.weights.length,
			rows,
			time,
			matmulFlops: flops,
			agreement,
			entrants: results,
			absent,
		});
	}
}

/** The first step compiles, so the second says how long one takes. */
async function seatOf(
	contender: Contender,
	workload: Workload,
	seconds: number,
	rounds: number,
): Promise<{ seat: Seat; milliseconds: number }> {
	const session = await contender.open(workload);
	const losses = await session.losses(1);
	const began = performance.now();
	losses.push(...(await session.losses(1)));
	const second = performance.now() - began;
	const wanted = affordableAgreement(second, seconds * agreementPart);
	losses.push(...(await session.losses(wanted - losses.length)));
	const milliseconds = (performance.now() - began) / (losses.length - 1);
	const plan = affordableRounds(
		milliseconds,
		Math.min(mostTimedSeconds, seconds * timedPart),
		rounds,
	);
	return {
		seat: { contender, session, losses, plan, rounds: [], javaScript: [] },
		milliseconds,
	};
}

async function timeRound({ session, plan, rounds, javaScript }: Seat): Promise<void> {
	const timing = await session.time(plan.steps);
	rounds.push(timing.milliseconds / timing.steps);
	if (timing.javaScript !== null) javaScript.push(timing.javaScript);
}

async function resultOf(
	{ contender, session, losses, plan, rounds, javaScript }: Seat,
	profile: boolean,
): Promise<EntrantResult> {
	const stats = await session.stats();
	const kernels = profile ? await session.profile() : null;
	await session.close();
	return {
		name: contender.name,
		about: contender.about,
		ours: contender.ours ?? false,
		device: session.opened.device,
		openMilliseconds: session.opened.milliseconds,
		losses,
		stepsPerRound: plan.steps,
		rounds,
		javaScript: javaScript.length > 0 ? median(javaScript) : null,
		...stats,
		kernels,
	};
}
