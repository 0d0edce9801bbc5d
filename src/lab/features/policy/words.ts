/** Words of the left column: policy, shares, schedule, preparation, overall scores. */
import { wordsOf } from '#languages/text.ts';
import type { PolicyWords } from '#languages/messages.ts';
import english from '#languages/en/policy.json' with { type: 'json' };

export const policyWords = wordsOf<PolicyWords>('policy', english);
