/** English words of the race that the page shows before it loads the feature. */
import { inLanguage } from '#engine/core/language.ts';

export const raceManifestEnglish = {
	topics: {
		race: {
			title: 'Race',
			explain:
				'Two to four policies train side by side from the same weights, seed and data, one step ' +
				'of each in turn. Each lane is a normal run and has the same curve as alone, bit for ' +
				'bit. Switch or drop one lane while the others go on.',
		},
	},
};
export const raceManifest = inLanguage('raceManifest', raceManifestEnglish);
