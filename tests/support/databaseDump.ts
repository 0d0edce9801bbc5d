/** Writes an IndexedDB database as JSON and restores it, without the lab's code: for fixtures. */

export interface DatabaseDump {
	readonly version: number;
	readonly stores: { readonly [name: string]: StoreDump };
}
interface StoreDump {
	readonly keyPath: string | string[] | null;
	readonly autoIncrement: boolean;
	/** The next generated key; null: no key generator. */
	readonly nextKey: number | null;
	readonly indexes: readonly {
		readonly name: string;
		readonly keyPath: string | string[];
		readonly unique: boolean;
		readonly multiEntry: boolean;
	}[];
	readonly records: readonly { readonly key: IDBValidKey; readonly value: unknown }[];
}

export const settled = <T>(request: IDBRequest<T>): Promise<T> =>
	new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('The request failed.'));
	});

/** Reads all stores. Array buffers become `{ $bytes: base64 }`. */
export async function readContents(name: string): Promise<DatabaseDump> {
	const database = await settled(indexedDB.open(name));
	const stores: { [name: string]: StoreDump } = {};
	for (const storeName of database.objectStoreNames) {
		const store = database.transaction(storeName).objectStore(storeName);
		const [keys, values] = await Promise.all([
			settled(store.getAllKeys()),
			settled(store.getAll() as IDBRequest<unknown[]>),
		]);
		stores[storeName] = {
			keyPath: store.keyPath,
			autoIncrement: store.autoIncrement,
			nextKey: store.autoIncrement ? await readNextKey(database, storeName) : null,
			indexes: [...store.indexNames].map((indexName) => {
				const { name, keyPath, unique, multiEntry } = store.index(indexName);
				return { name, keyPath, unique, multiEntry };
			}),
			records: keys.map((key, i) => ({ key, value: packed(values[i]) })),
		};
	}
	database.close();
	return { version: database.version, stores };
}

/** Creates the database of the dump. */
export async function restoreDump(name: string, dump: DatabaseDump): Promise<void> {
	const opening = indexedDB.open(name, dump.version);
	opening.onupgradeneeded = () => {
		for (const [storeName, stored] of Object.entries(dump.stores)) {
			const { keyPath, autoIncrement, nextKey, indexes, records } = stored;
			const store = opening.result.createObjectStore(storeName, { keyPath, autoIncrement });
			for (const index of indexes)
				store.createIndex(index.name, index.keyPath, {
					unique: index.unique,
					multiEntry: index.multiEntry,
				});
			for (const { key, value } of records)
				store.put(unpacked(value), keyPath === null ? key : undefined);
			if (nextKey !== null && nextKey > 1) {
				// An explicit key moves the generator past itself.
				store.put({ [String(keyPath)]: nextKey - 1 });
				store.delete(nextKey - 1);
			}
		}
	};
	(await settled(opening)).close();
}

/** Reads the next key in a transaction that is rolled back. */
async function readNextKey(database: IDBDatabase, storeName: string): Promise<number> {
	const transaction = database.transaction(storeName, 'readwrite');
	const key = await settled(transaction.objectStore(storeName).add({}));
	transaction.abort();
	return key as number;
}

function packed(value: unknown): unknown {
	if (value instanceof ArrayBuffer) return { $bytes: Buffer.from(value).toString('base64') };
	if (Array.isArray(value)) return value.map(packed);
	if (value !== null && typeof value === 'object')
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, packed(inner)]));
	return value;
}

function unpacked(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(unpacked);
	if (value === null || typeof value !== 'object') return value;
	if ('$bytes' in value) return new Uint8Array(Buffer.from(String(value.$bytes), 'base64')).buffer;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpacked(inner)]));
}
