import { expect, test } from 'vitest';
import shipped from '../../../../models/index.json' with { type: 'json' };
import { datasetFormats } from './model/formats.ts';
import { libraryWords } from './words.ts';

test('each shipped model is described, but bases of other seeds', () => {
	const ids = shipped.map(({ id }) => id).filter((id) => !/-\d+$/.test(id));
	expect(Object.keys(libraryWords.models.about).toSorted()).toEqual(ids.toSorted());
});

test('each file format has its title in the words of the page', () =>
	expect(libraryWords.importing.formats).toEqual(
		Object.fromEntries(datasetFormats.map(({ id, title }) => [id, title])),
	));
