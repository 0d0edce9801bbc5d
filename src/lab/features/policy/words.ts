/** Words of the left column: policy, shares, schedule, preparation, overall scores. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/policy.json' with { type: 'json' };

export const policyWords = wordsOf('policy', english);
