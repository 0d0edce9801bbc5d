/** Words of the policy column that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/policy.manifest.json' with { type: 'json' };

export const policyManifest = wordsOf('policy.manifest', english);
