/** The settings that all policies share, in links: nothing when off, checked when on. */
import { expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import type { JsonObject } from '#engine/core/json.ts';
import type { Experiment } from './experiment.ts';
import { decodeLink, encodeLink } from './link.ts';
import { sampleExperiment } from '../../../tests/support/sample.ts';

test('rows within skills add nothing to a link when off', () => {
	const withPolicy = (id: string, settings: JsonObject): Experiment => ({
		...sampleExperiment,
		policy: [{ fromStep: 0, id, settings }],
	});
	const linkOfPolicy = (id: string, settings: JsonObject) => encodeLink(withPolicy(id, settings));
	const off = { within: 'all', withinShare: 0.5 };
	expect(linkOfPolicy('mos', off)).toBe(linkOfPolicy('mos', {}));
	const { policy } = decodeLink(linkOfPolicy('uniform', { within: 'ifd' }));
	const settings = { within: 'ifd', withinShare: 0.1 };
	expect(policy).toEqual([{ fromStep: 0, id: 'uniform', settings }]);
	expect(() => linkOfPolicy('uniform', { within: 'none' })).toThrow(
		failure('must be one of {options}, not {value}.', { field: 'policy[0].settings.within' }),
	);
});
