/** Words of the policy column that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import type { PolicyManifestWords } from '#languages/messages.ts';
import english from '#languages/en/policy.manifest.json' with { type: 'json' };

export const policyManifest = wordsOf<PolicyManifestWords>('policy.manifest', english);
