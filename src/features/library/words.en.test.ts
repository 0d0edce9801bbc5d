import { expect, test } from 'vitest';
import shipped from '../../../models/index.json' with { type: 'json' };
import { libraryEnglish } from './words.en.ts';

test('each shipped model is described', () =>
	expect(Object.keys(libraryEnglish.models.about).toSorted()).toEqual(
		shipped.map(({ id }) => id).toSorted(),
	));
