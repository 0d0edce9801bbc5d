/** The benchmark loop: opens the entrants, compares first losses, times interleaved rounds. */
import { median } from '../../src/engine/core/statistics.ts';
import type { EntrantEntry } from '../entrants/entrants.ts';
import type { Session } from '../entrants/session.ts';
import type { Workload } from '../entrants/workloads.ts';
import { makeTask } from '../entrants/task.ts';
import type { Terminal } from '../../scripts/lib/terminal.ts';
import { compareLosses } from './agreement.ts';
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
	/** Slow entrants run only on the most important workloads. */
	readonly isQuick: boolean;
	/** Whether to ask each entrant for GPU time by kernel. */
	readonly profile: boolean;
}

/** More steps of a fast engine give no more information. A slow one needs one for each round. */
const timedSeconds = (milliseconds: number, rounds: number): number =>
	Math.max(8, (rounds * milliseconds) / 1000);
/** Parts of a cell's time; the rest is for opening and compiling. */
const agreementPart = 0.5;
const timedPart = 0.35;

/** An entrant that runs a workload. */
interface Seat {
	readonly contender: Contender;
	readonly session: Session;
	readonly losses: readonly number[];
	readonly plan: Rounds;
	readonly rounds: number[];
	readonly javaScript: number[];
}

/** Calls `done` after each workload, so that an interrupted run has shown its results. */
export async function benchmark(
	plan: Plan,
	terminal: Terminal,
	done: (result: WorkloadResult) => void,
): Promise<void> {
	const clock: Clock = { deadline: performance.now() + 1000 * plan.seconds, rates: new Map() };
	for (const [position, workload] of plan.workloads.entries()) {
		if (listContenders(plan, workload).length === 0) continue;
		const later = plan.workloads
			.slice(position + 1)
			.reduce((sum, next) => sum + sumShares(next, listContenders(plan, next)), 0);
		const task = makeTask(workload);
		const { rows, time } = task.rows[0];
		const flops = matmulFlops(workload.config, rows, time);
		const { seats, absent } = await openSeats(plan, { workload, flops, later }, clock, terminal);
		const agreement =
			seats.length === 0
				? null
				: compareLosses(new Map(seats.map(({ contender, losses }) => [contender.name, losses])));
		const timed = await timeRounds(seats, plan.rounds, absent, (round, name) =>
			terminal.live(`${workload.name} · round ${round}: ${name}`),
		);
		const entrants: EntrantResult[] = [];
		for (const seat of timed)
			await closeSeat(seat, plan.profile).then(
				(result) => entrants.push(result),
				(error: unknown) => absent.push(failed(seat.contender, error)),
			);
		done({
			name: workload.name,
			about: workload.about,
			parameters: task.weights.length,
			rows,
			time,
			matmulFlops: flops,
			agreement,
			entrants,
			absent,
		});
	}
}

const listContenders = (
	{ contenders, isQuick }: Plan,
	{ name: workload, without = [] }: Workload,
): Contender[] =>
	contenders.filter(
		({ name, quickly }) =>
			!without.includes(name) && (!isQuick || (quickly?.includes(workload) ?? true)),
	);

/** Shares of the time. Large models are slower, but they need fewer steps. */
const sumShares = ({ config, batch, context }: Workload, contenders: readonly Contender[]) =>
	contenders.reduce((sum, { share }) => sum + share, 0) *
	Math.sqrt(matmulFlops(config, batch, context));

const failed = ({ name, ours }: Contender, error: unknown): Absence => ({
	name,
	ours: ours === true,
	reason: String(error),
	forTime: false,
});

interface Clock {
	/** Milliseconds, as of `performance.now()`. */
	readonly deadline: number;
	/** The last measured step of each entrant. */
	readonly rates: Map<Contender, { milliseconds: number; flops: number }>;
}

/** Opens the workload's entrants, but those whose steps would take too long. */
async function openSeats(
	plan: Plan,
	/** `later`: shares of the workloads that follow. */
	{ workload, flops, later }: { workload: Workload; flops: number; later: number },
	{ deadline, rates }: Clock,
	terminal: Terminal,
): Promise<{ seats: Seat[]; absent: Absence[] }> {
	const contenders = listContenders(plan, workload);
	const seats: Seat[] = [];
	const absent: Absence[] = [];
	for (const [index, contender] of contenders.entries()) {
		const left = (deadline - performance.now()) / 1000;
		const shares = later + sumShares(workload, contenders.slice(index));
		const budget = cellSeconds(left, sumShares(workload, [contender]), shares);
		const rate = rates.get(contender);
		const expected = rate ? predictedStep(rate, flops) / 1000 : 0;
		if (3 * expected > budget) {
			const reason =
				`skipped: a step takes about ${expected.toFixed(0)} s, ` +
				`and only ${budget.toFixed(0)} s are left for this entrant.`;
			absent.push({ ...failed(contender, reason), forTime: true });
			continue;
		}
		terminal.live(`${workload.name} · ${contender.name}: opening, first losses`);
		try {
			const { seat, milliseconds } = await openSeat(contender, workload, budget, plan.rounds);
			seats.push(seat);
			rates.set(contender, { milliseconds, flops });
		} catch (error) {
			absent.push(failed(contender, error));
		}
	}
	return { seats, absent };
}

/** Times the seats in turns. Returns those that did not fail; the others become absent. */
async function timeRounds(
	seats: readonly Seat[],
	rounds: number,
	absent: Absence[],
	report: (round: number, name: string) => void,
): Promise<readonly Seat[]> {
	let sound = seats;
	for (let round = 0; round < rounds; round++)
		for (const seat of sound.filter(({ plan }) => round < plan.rounds)) {
			report(round + 1, seat.contender.name);
			await timeRound(seat).catch((error: unknown) => {
				absent.push(failed(seat.contender, error));
				sound = sound.filter((other) => other !== seat);
			});
		}
	return sound;
}

/** The first step compiles, so the second one gives the time per step. */
async function openSeat(
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
		Math.min(timedSeconds(milliseconds, rounds), seconds * timedPart),
		rounds,
	);
	return { seat: { contender, session, losses, plan, rounds: [], javaScript: [] }, milliseconds };
}

async function timeRound({ session, plan, rounds, javaScript }: Seat): Promise<void> {
	const timing = await session.time(plan.steps);
	rounds.push(timing.milliseconds / timing.steps);
	if (timing.javaScript !== null) javaScript.push(timing.javaScript);
}

async function closeSeat(
	{ contender, session, losses, plan, rounds, javaScript }: Seat,
	profile: boolean,
): Promise<EntrantResult> {
	const stats = await session.stats();
	const kernels = profile ? await session.profile() : null;
	const script = contender.ours && javaScript.length > 0 ? await session.script() : null;
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
		script,
		...stats,
		kernels,
	};
}
