/** The share dialog as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { shareManifest as words } from './manifestWords.ts';

export const share: Feature = {
	id: 'share',
	parts: { share: () => words.dialogs.share },
	dialogs: [{ id: 'share', title: () => words.dialogs.share, part: 'share' }],
	load: () => import('./page/sharePage.ts'),
};
