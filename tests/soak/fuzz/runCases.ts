/** The cases of a list of jobs, in a worker thread. */
import '#lab/texts.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { makeChance } from './chance.ts';
import type { CaseResult, ThreadData } from './protocol.ts';
import { judge } from './target.ts';
import { fuzzTargets } from './targets.ts';

const shownCharacters = 4000;
const { jobs, current } = workerData as ThreadData;
const now = new Int32Array(current);

for (const [i, { target: name, seed, first, count }] of jobs.entries()) {
	const target = fuzzTargets.find((target) => target.name === name)!;
	for (let n = first; n < first + count; n++) {
		now[0] = i;
		now[1] = n;
		const input = target.make(makeChance(seed, name, n));
		const began = performance.now();
		const verdict = await judge(target, input);
		parentPort?.postMessage({
			job: i,
			case: n,
			kind: verdict.kind,
			message: 'message' in verdict ? verdict.message : 'what' in verdict ? verdict.what : '',
			input: verdict.kind === 'defect' ? target.show(input).slice(0, shownCharacters) : '',
			milliseconds: performance.now() - began,
		} satisfies CaseResult);
	}
}
