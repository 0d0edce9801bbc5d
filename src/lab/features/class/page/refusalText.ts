/** Why a result of a class does not count, in words. */
import { fieldWords, nameSkills, valueWords, type Policies } from '#lab/page/words/diffWords.ts';
import type { Refusal } from '../model/readClass.ts';
import { classWords as text } from '../words.ts';

export type Other = Extract<Refusal['why'], { readonly kind: 'other' }>;

export function otherText({ experiment, differences }: Other, policies: Policies): string {
	const names = nameSkills([experiment]);
	const fields = differences.map((difference) => {
		const [usual, value] = difference.values.map((each) =>
			valueWords(difference, each, policies, names),
		);
		const field = fieldWords(difference, experiment.policy, policies, names);
		return text.differs({ field, value, usual });
	});
	return text.other({ fields: fields.join('; ') });
}
