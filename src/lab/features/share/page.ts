/** The share dialog as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/share.manifest.json' with { type: 'json' };

const shareManifest = wordsOf('share.manifest', english);

export const share: Feature = {
	id: 'share',
	parts: { share: () => shareManifest.dialogs.share },
	dialogs: [{ id: 'share', title: () => shareManifest.dialogs.share, part: 'share' }],
	load: () => import('./page/sharePage.ts'),
};
