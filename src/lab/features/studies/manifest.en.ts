/** English words of the studies that the page shows before it loads the feature. */
import { inLanguage } from '#engine/core/language.ts';

export const studiesManifestEnglish = {
	topics: {
		studies: {
			title: 'Studies',
			explain:
				'The same experiment trained many times. Only the compared values differ: policies, ' +
				'seeds, sizes. Each combination is a cell. Two groups count as different only if ' +
				'both intervals of their difference exclude 0. n is the number of cells or ' +
				'seeds behind a figure.',
		},
	},
};
export const studiesManifest = inLanguage('studiesManifest', studiesManifestEnglish);
