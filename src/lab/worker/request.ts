/** Checks each field of a request when its handler reads it: another version can have sent it. */
import type { GenericSchema } from 'valibot';
import { checkedBy } from '#core/fields.ts';
import { isObject } from '#core/json.ts';

/** Types of fields by name. */
export type RequestFields = Readonly<Record<string, GenericSchema>>;

/** Reading a wrong field throws InputError with its name. A request that is no object is empty. */
export const checkedRequest = <T>(request: T, fields: RequestFields): T =>
	new Proxy(isObject(request) ? request : {}, {
		get: (target, name): unknown =>
			typeof name === 'string' && Object.hasOwn(fields, name)
				? checkedBy(fields[name], Reflect.get(target, name), name)
				: Reflect.get(target, name),
	}) as T;
