/** How many places of a batch each class of examples gets (RAISE: C classes with b places each, batch = C · b). */

/**
 * One place after the other, round the classes from class `turn` on; a class with no member left is passed over. So each
 * gets ⌊places / C⌋, the rest goes one each to the next classes in turn, and what an exhausted class cannot fill is shared
 * out equally among the others. Fewer than `places` where there are fewer members in all.
 */
export function classQuotas(members: readonly number[], places: number, turn = 0): number[] {
	const quotas = members.map(() => 0);
	let left = Math.min(
		places,
		members.reduce((a, b) => a + b, 0),
	);
	for (let i = turn; left > 0; i++) {
		const at = i % members.length;
		if (quotas[at] === members[at]) continue;
		quotas[at]++;
		left--;
	}
	return quotas;
}
