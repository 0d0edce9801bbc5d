/** The policy as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { policyManifest as words } from './manifestWords.ts';

export const policy: Feature = {
	id: 'policy',
	topics: words.topics,
	parts: { mix: () => words.parts.mix },
	tabs: [{ id: 'mix', title: () => words.topics.mix.title, parts: ['mix', 'overTime'] }],
	loadAtStart: true,
	load: () => import('./page/policyPage.ts'),
};
