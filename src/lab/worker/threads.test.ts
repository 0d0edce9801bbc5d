import { expect, it, vi } from 'vitest';
import { englishText } from '#engine/core/message.ts';
import { threadsIn, type GlobalScope } from './threads.ts';

const scope = (changes: Partial<GlobalScope> = {}, hardwareConcurrency = 8): GlobalScope => ({
	isSecureContext: true,
	crossOriginIsolated: true,
	navigator: { hardwareConcurrency },
	...changes,
});

it('uses the available processors, at most four', () => {
	expect(threadsIn(scope())).toEqual({ threads: 4 });
	expect(threadsIn(scope({}, 2))).toEqual({ threads: 2 });
});

it('takes one thread where the browser has no shared memory', () => {
	vi.stubGlobal('SharedArrayBuffer', undefined);
	expect(englishText(threadsIn(scope()).oneThread!)).toMatch(/offers no shared memory/);
	vi.unstubAllGlobals();
});

it.each([
	[scope({ isSecureContext: false, crossOriginIsolated: false }), /plain http/],
	[scope({ crossOriginIsolated: false }), /not isolated: its host .* headers/],
	[scope({}, 1), /one CPU core/],
	[scope({ navigator: {} as GlobalScope['navigator'] }), /one CPU core/],
])('takes one thread, and says why: %o', (where, why) => {
	const { threads, oneThread } = threadsIn(where);
	expect(threads).toBe(1);
	expect(englishText(oneThread!)).toMatch(why);
});
