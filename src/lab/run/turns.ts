/** The order of steps of runs that are open side by side. Timing does not change it. */
import { lowest } from '#engine/core/statistics.ts';

/** Runs asynchronous tasks one at a time, in the order of the calls. */
type Mutex = <T>(work: () => Promise<T>) => Promise<T>;

export function createMutex(): Mutex {
	let last: Promise<unknown> = Promise.resolve();
	return (work) => {
		const turn = last.then(work);
		last = turn.catch(() => undefined);
		return turn;
	};
}

/** The mutex and the limit that open runs share. */
export interface Turns {
	/** Uses of the device do not overlap, whichever run asks. */
	readonly mutex: Mutex;
	/** Whether a call waits for the one that uses the device. */
	readonly isAwaited: () => boolean;
	/** The step up to which the run may train now. Up to its own step: it waits. */
	readonly lastStep: (run: RunInTurn) => number;
}

export function createTurns(lastStep: Turns['lastStep']): Turns {
	const mutex = createMutex();
	let calls = 0;
	return {
		lastStep,
		mutex(work) {
			calls++;
			return mutex(work).finally(() => calls--);
		},
		isAwaited: () => calls > 1,
	};
}

export interface RunInTurn {
	readonly training: boolean;
	readonly step: number;
	/** Steps that its device takes in one turn. */
	readonly turnSteps: number;
}

/**
 * The last step of a run in its turn. Steps are counted in blocks of one turn: the run in the
 * earliest block trains next, and among equals the one that was opened first. A run that is behind
 * trains until it has caught up. Infinity: no other run trains.
 */
export function lastStepOfTurn(run: RunInTurn, open: readonly RunInTurn[]): number {
	const size = lowest(open.map(({ turnSteps }) => turnSteps));
	return lowest(
		open
			.map(({ training, step }, i) =>
				training ? size * (Math.floor(step / size) + Number(i > open.indexOf(run))) : Infinity,
			)
			.filter((_, i) => open[i] !== run),
	);
}
