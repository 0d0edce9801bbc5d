/** The settings that all policies share, in links: nothing when off, checked when on. */
import { expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import type { JsonObject } from '#engine/core/json.ts';
import type { Experiment } from './experiment.ts';
import { decodeLink, encodeLink } from './link.ts';
import { sampleExperiment } from '../../../tests/support/sample.ts';

test('rows within skills and draws apart from the mix add nothing to a link when off', () => {
	const withPolicy = (id: string, settings: JsonObject): Experiment => ({
		...sampleExperiment,
		policy: [{ fromStep: 0, id, settings }],
	});
	const linkOfPolicy = (id: string, settings: JsonObject) => encodeLink(withPolicy(id, settings));
	const off = { within: 'all', withinShare: 0.5, drawnBy: 'mix' };
	expect(linkOfPolicy('mos', off)).toBe(linkOfPolicy('mos', {}));
	const { policy } = decodeLink(linkOfPolicy('uniform', { within: 'ifd', drawnBy: 'uniform' }));
	const settings = { within: 'ifd', withinShare: 0.1, drawnBy: 'uniform' };
	expect(policy).toEqual([{ fromStep: 0, id: 'uniform', settings }]);
	expect(() => linkOfPolicy('raise', { drawnBy: 'uniform' })).toThrow(
		failure(
			'"{id}" chooses the rows itself, so it has no shares to weigh losses by. Leave it out.',
			{ field: 'policy[0].settings.drawnBy', id: 'raise' },
		),
	);
	expect(() => linkOfPolicy('uniform', { within: 'none' })).toThrow(
		failure('must be one of {options}, not {value}.', { field: 'policy[0].settings.within' }),
	);
	const common = { drawnBy: 'shares', drawnShares: { addition: 3, extraction: 1 } };
	expect(decodeLink(linkOfPolicy('uniform', common)).policy[0].settings).toEqual(common);
	expect(linkOfPolicy('uniform', { ...common, drawnBy: 'mix' })).toBe(linkOfPolicy('uniform', {}));
	const unknown = { ...common, drawnShares: { xyz: 1 } };
	expect(() => linkOfPolicy('uniform', unknown)).toThrow(
		failure('the experiment has no skill "{unknown}". Leave it out, or name one of {skills}.', {
			field: 'policy[0].settings.drawnShares.xyz',
			unknown: 'xyz',
		}),
	);
});
