/** The blend as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { blendManifest as words } from './manifestWords.ts';

export const blend: Feature = {
	id: 'blend',
	topics: words.topics,
	panel: {
		side: 'above',
		title: () => words.topics.blend.title,
		// Whoever may not pull a share has no forecast of it. Older links know no other part.
		parts: ['mix'],
		tellsEnd: true,
	},
	loadAtStart: true,
	load: () => import('./page/blendPage.ts'),
};
