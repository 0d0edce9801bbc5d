/** The class view as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { classManifest as words } from './manifestWords.ts';

export const classResults: Feature = {
	id: 'class',
	topics: words.topics,
	// The address of the place, for the server's short one: `/c`.
	opens: (fragment) => fragment === '#class',
	places: [
		{
			id: 'class',
			group: 'try',
			icon: 'M2 4h12v7H2zM5 14h6M8 11v3',
			title: () => words.topics.class.title,
			draws: true,
		},
	],
	load: () => import('./page/classPage.ts'),
};
