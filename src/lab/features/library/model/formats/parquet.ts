/** Apache Parquet. Its reader is loaded when the first such file is read. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { DatasetFormat } from './format.ts';

export const parquet: DatasetFormat = {
	id: 'parquet',
	title: 'Parquet',
	extensions: ['parquet'],
	signature: 'PAR1',
	detect: () => 0,
	async *read(file) {
		const { name, isPacked } = file;
		if (isPacked)
			throw new InputError(
				say('{name}: a Parquet file inside a gzip archive. Unpack it first.', { name }),
			);
		const reader = await import('./parquet/rows.ts').catch((cause: unknown) => {
			throw new InputError(
				say(
					'{name}: the reader of Parquet files could not be loaded. Connect to the network and choose the file again.',
					{ name },
				),
				{},
				{ cause },
			);
		});
		yield* reader.parquetRows(file);
	},
};
