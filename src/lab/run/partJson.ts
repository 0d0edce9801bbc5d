/** The JSON of a part of a shared file. */
import { InputError } from '#engine/core/errors.ts';
import { parseJson, type Json } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';

/** Throws InputError that names the file. */
export const partJson = (content: string, file: string): Json =>
	parseJson(
		content,
		(fault, cause) =>
			new InputError(sentence('lab.run.partIsBroken', { file, fault }), { file }, { cause }),
	);
