/** The JSON of a part of a shared file, and its stored words. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { parseJson, type Json } from '#engine/core/json.ts';
import { mustBe } from '#engine/core/fields.ts';
import { say, type Statement } from '#engine/core/message.ts';
import { isReadable } from './messages.ts';

export const statement = v.pipe(
	v.custom<Statement>((value) => typeof value === 'string' || typeof value === 'object'),
	v.check(isReadable, mustBe(say('text or a message that this lab can show'))),
);

/** Throws InputError that names the file. */
export const partJson = (content: string, file: string): Json =>
	parseJson(
		content,
		(fault, cause) =>
			new InputError(
				say('{file} is {fault}. It was altered: ask for it once more.', { file, fault }),
				{ file },
				{ cause },
			),
	);
