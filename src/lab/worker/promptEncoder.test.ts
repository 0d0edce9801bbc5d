import { expect, test } from 'vitest';
import type { RunJob } from './throwaway.ts';
import { promptEncoder } from './promptEncoder.ts';

/** Its tokens are the lengths of the prompts. `fail` ends the open worker as a silent job ends. */
function fakeJobs() {
	const log: string[] = [];
	let fail: (error: Error) => void;
	const runJob = (async (_: string, __: unknown, use: Parameters<RunJob>[2]) => {
		log.push('start');
		const end = new Promise<never>((_, reject) => {
			fail = reject;
			use.signal.addEventListener('abort', () => reject(use.signal.reason as Error));
		});
		end.catch(() => log.push('end'));
		for (let encoded: number[][] | null = null; ;) {
			const answer = (use.answer as unknown as (encoded: number[][] | null) => Promise<Asked>)(
				encoded,
			);
			const { prompts } = await Promise.race([answer, end]);
			log.push(prompts.map(({ prompt }) => prompt).join());
			if (prompts.some(({ prompt }) => prompt === 'hang')) await end;
			encoded = prompts.map(({ prompt }) => [prompt.length]);
		}
	}) as RunJob;
	return { log, runJob, fail: (error: Error) => fail(error) };
}
interface Asked {
	readonly prompts: readonly { readonly prompt: string }[];
}
const texts = (...prompts: string[]) =>
	prompts.map((prompt) => ({ prompt, form: 'text' }) as const);
const noFiles = async () => new Map<string, Uint8Array>();

test('one worker encodes all prompts, each once, and calls wait for each other', async () => {
	const { log, runJob } = fakeJobs();
	const encode = promptEncoder(noFiles, runJob);
	const both = Promise.all([encode(texts('a', 'bb'), 9), encode(texts('ccc', 'a'), 9)]);
	expect(await both).toEqual([
		[[1], [2]],
		[[3], [1]],
	]);
	expect(await encode(texts('a'), 5)).toEqual([[1]]);
	expect(log).toEqual(['start', 'a,bb', 'ccc', 'a']);
});
