import { expect, it } from 'vitest';
import { englishText } from '#core/message.ts';
import { threadsIn, type Place } from './threads.ts';

const place = (changes: Partial<Place> = {}, hardwareConcurrency = 8): Place => ({
	isSecureContext: true,
	crossOriginIsolated: true,
	SharedArrayBuffer,
	navigator: { hardwareConcurrency },
	...changes,
});

it('uses the available processors, at most four', () => {
	expect(threadsIn(place())).toEqual({ threads: 4 });
	expect(threadsIn(place({}, 2))).toEqual({ threads: 2 });
});

it.each([
	[place({ isSecureContext: false, crossOriginIsolated: false }), /plain http/],
	[place({ crossOriginIsolated: false }), /not isolated: its host .* headers/],
	[place({ SharedArrayBuffer: undefined }), /offers no shared memory/],
	[place({}, 1), /one processor/],
	[place({ navigator: {} as Place['navigator'] }), /one processor/],
])('takes one thread, and says why: %o', (where, why) => {
	const { threads, oneThread } = threadsIn(where);
	expect(threads).toBe(1);
	expect(englishText(oneThread!)).toMatch(why);
});
