/**
 * Synchronization of a pool's threads: the start of a program, and a barrier after each call.
 *
 * The words are in the module's memory, which all threads share, each on its own cache line. A
 * waiting thread first spins, because the others are mostly microseconds behind, then sleeps. A
 * thread that sleeps wakes tens of microseconds late, and then the others sleep at the next barrier.
 * Builds without threads never wait.
 */

const control = memory.data(256, 64);
/** Programs started so far; the table and the number of calls of the latest. */
const started = control;
const table = control + 4;
const calls = control + 8;
/** Barriers passed so far, and threads that have reached the next one. */
const passed = control + 64;
const arrived = control + 128;

/**
 * About 0.2 ms, longer than most calls, and 0.04 ms, longer than a thread takes to wake. Measured:
 * with 0.01 ms, two threads took as long as one.
 */
const mostSpins = 400_000;
const leastSpins = 100_000;
/**
 * How often this thread looks before it sleeps; each thread has its own instance of the module.
 * After a wait in vain it looks less often, because another program may need the core.
 */
let spins = mostSpins;

/** Sleeps until the word is no longer `old`. */
function waitWhile(word: usize, old: i32): void {
	if (ASC_FEATURE_THREADS) {
		for (let i = 0; i < spins; i++)
			if (atomic.load<i32>(word) != old) {
				spins = min(mostSpins, spins + (spins >> 4));
				return;
			}
		spins = max(leastSpins, spins >> 1);
		while (atomic.load<i32>(word) == old) atomic.wait<i32>(word, old, -1);
	}
}

function wake(word: usize): void {
	if (ASC_FEATURE_THREADS) {
		atomic.add<i32>(word, 1);
		atomic.notify(word, -1);
	}
}

/** Returns when all `parts` threads have called it. */
export function barrier(parts: i32): void {
	if (ASC_FEATURE_THREADS) {
		const before = atomic.load<i32>(passed);
		if (atomic.add<i32>(arrived, 1) + 1 == parts) {
			atomic.store<i32>(arrived, 0);
			wake(passed);
		} else waitWhile(passed, before);
	}
}

/** Starts a program on the waiting threads. */
export function startProgram(tableAt: usize, count: i32): void {
	store<usize>(table, tableAt);
	store<i32>(calls, count);
	wake(started);
}

/** Waits until more than `seen` programs were started, and returns their number. */
export function awaitProgram(seen: i32): i32 {
	waitWhile(started, seen);
	return load<i32>(started);
}

export function programTable(): usize {
	return load<usize>(table);
}

export function programCalls(): i32 {
	return load<i32>(calls);
}

/** A word of the program's table. JavaScript's view of the memory may be too short after growth. */
export function wordAt(address: usize): i32 {
	return load<i32>(address);
}

/** Memory below this address belongs to the module. */
export function heapBase(): usize {
	return __heap_base;
}
