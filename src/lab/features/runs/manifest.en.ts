/** English words of the stored runs that the page shows before it loads the feature. */
import { inLanguage } from '#engine/core/language.ts';

export const runsManifestEnglish = {
	topics: {
		runs: {
			title: 'Runs',
			explain:
				'All runs that are stored on this machine. Tick several to compare their curves, their ' +
				'experiments and their results by skill. Unfold one to name it, tag it, open it on the ' +
				'workbench, or fork it: a new run begins at one of its checkpoints, with another policy.',
		},
	},
};
export const runsManifest = inLanguage('runsManifest', runsManifestEnglish);
