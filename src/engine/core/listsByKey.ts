/** Lists of items with equal keys, in the order of their first items. Node 20 has no groupBy. */
export function listsByKey<T, Key>(items: Iterable<T>, key: (item: T) => Key): Map<Key, T[]> {
	const lists = new Map<Key, T[]>();
	for (const item of items) {
		const list = lists.get(key(item));
		if (list) list.push(item);
		else lists.set(key(item), [item]);
	}
	return lists;
}
