/** The cases of a list of jobs, in a worker thread. */
import '#lab/texts.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { makeChance } from './chance.ts';
import type { CaseResult, Outcome, ThreadData } from './protocol.ts';
import { forbidRequests, judge } from './target.ts';
import { fuzzTargets } from './targets.ts';

forbidRequests();
const { jobs, current, compares } = workerData as ThreadData;
const now = new Int32Array(current);

const isDefect = (kind: Outcome) => kind !== 'read' && kind !== 'refused';

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
			message: verdict.message,
			input: isDefect(verdict.kind) ? target.show(input) : '',
			...(compares && verdict.record !== undefined && { record: JSON.stringify(verdict.record) }),
			milliseconds: performance.now() - began,
		} satisfies CaseResult);
	}
}
