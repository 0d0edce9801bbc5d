import { expect, test } from 'vitest';
import shipped from '../../../../models/index.json' with { type: 'json' };
import { datasetFormats } from './model/formats.ts';
import { libraryEnglish } from './words.en.ts';

test('each shipped model is described', () =>
	expect(Object.keys(libraryEnglish.models.about).toSorted()).toEqual(
		shipped.map(({ id }) => id).toSorted(),
	));

test('each file format has its title in the words of the page', () =>
	expect(libraryEnglish.importing.formats).toEqual(
		Object.fromEntries(datasetFormats.map(({ id, title }) => [id, title])),
	));
