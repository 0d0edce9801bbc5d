/** Measured tiles of each adapter: a few kilobytes that can be measured again at any time. */
import type { TuningCache } from '#gpu/device.ts';
import type { Connection } from './connection.ts';

export const createTuningStore = (connection: Connection): TuningCache => ({
	get: (key) =>
		connection.run(
			'readonly',
			['tunings'],
			{ doing: 'read the tiles measured on this GPU' },
			(transaction) => transaction.store.get(key),
		),
	async put(key, tuning) {
		await connection.run(
			'readwrite',
			['tunings'],
			{ doing: 'keep the tiles measured on this GPU' },
			(transaction) => transaction.store.put(tuning, key),
		);
	},
});
