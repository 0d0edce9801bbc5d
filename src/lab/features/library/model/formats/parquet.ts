/** Apache Parquet. Its reader is loaded when the first such file is read. */
import { InputError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
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
			throw new InputError(sentence('library.errors.parquetFileInsideGzipArchive', { name }));
		const reader = await import('./parquet/rows.ts').catch((cause: unknown) => {
			throw new InputError(
				sentence('library.errors.readerOfParquetFilesCould', { name }),
				{},
				{ cause },
			);
		});
		yield* reader.parquetRows(file);
	},
};
