/** English words of the policy column that the page shows before it loads the feature. */
import { inLanguage } from '#engine/core/language.ts';

export const policyManifestEnglish = {
	topics: {
		mix: {
			title: 'Mix',
			explain:
				'Each step trains on one batch of examples. The mixing policy decides which skill each ' +
				'example of the batch comes from. Another policy takes effect at the next step.',
		},
	},
	parts: { mix: 'Policy and shares' },
};
export const policyManifest = inLanguage('policyManifest', policyManifestEnglish);
