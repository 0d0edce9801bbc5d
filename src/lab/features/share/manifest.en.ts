/** English words of the share dialog that the page shows before it loads the feature. */
import { inLanguage } from '#engine/core/language.ts';

export const shareManifestEnglish = { dialogs: { share: 'Share' } };
export const shareManifest = inLanguage('shareManifest', shareManifestEnglish);
