/** Why a result of a class does not count, in words. */
import { differenceWords, type Policies } from '#lab/page/words/diffWords.ts';
import type { Refusal } from '../model/readClass.ts';
import { classWords as text } from '../words.ts';

export type Other = Extract<Refusal['why'], { readonly kind: 'other' }>;

export function otherText({ experiment, differences, guesses }: Other, policies: Policies): string {
	const fields = differences.map((difference) => {
		const { field, values } = differenceWords(difference, [experiment], policies);
		const [usual, value] = values;
		return text.differs({ field, value, usual });
	});
	const why = differences.length > 0 ? text.other({ fields }) : text.runsDiffer;
	return guesses ? text.otherGuesses({ why }) : why;
}
