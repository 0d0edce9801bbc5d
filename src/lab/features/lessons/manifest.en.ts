/** English words of the lessons that the page shows before it loads the feature. */
import { inLanguage } from '#engine/core/language.ts';

export const lessonsManifestEnglish = {
	topics: {
		lessons: {
			title: 'Lessons',
			explain:
				'Short experiments with a text beside them. Each asks a question that your own run ' +
				'answers. You can leave a lesson and continue it later.',
		},
	},
};
export const lessonsManifest = inLanguage('lessonsManifest', lessonsManifestEnglish);
